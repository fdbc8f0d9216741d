"""Lambda's control plane: functions, versions, aliases, permissions, URLs, tags.

Written here and not left to moto (5.2), which gives version numbers twice, loses all aliases with
one version, and knows no qualifier in policies and URLs: a deployment and its undo depend on these.
"""
