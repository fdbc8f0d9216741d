/** The components that everything on the page is made of. */

export { Badge, type Tone } from "@/ui/Badge";
export { Banner } from "@/ui/Banner";
export { BrandMark } from "@/ui/BrandMark";
export { Button, IconButton } from "@/ui/Button";
export { Card, CardBody, CardFooter, CardHeader } from "@/ui/Card";
export { Checkbox } from "@/ui/Checkbox";
export { CopyButton, CopyText } from "@/ui/CopyButton";
export { Dialog, DialogFooter } from "@/ui/Dialog";
export { Disclosure } from "@/ui/Disclosure";
export { EmptyState } from "@/ui/EmptyState";
export { ErrorNote } from "@/ui/ErrorNote";
export { Field } from "@/ui/Field";
export { Input, Textarea } from "@/ui/Input";
export { Link } from "@/ui/Link";
export { Popover } from "@/ui/Popover";
export { Select } from "@/ui/Select";
export { Skeleton } from "@/ui/Skeleton";
export { Spinner } from "@/ui/Spinner";
export { TabPanel, Tabs } from "@/ui/Tabs";
export { ToastProvider, useToast } from "@/ui/Toast";
export { Tooltip, TooltipProvider } from "@/ui/Tooltip";
