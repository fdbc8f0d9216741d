/** contract <- connection <- run <- features/* <- app; ui and lib are leaves. */
export default {
  forbidden: [
    layer("contract", "^src/contract", "^src/contract"),
    layer("lib", "^src/lib", "^src/lib"),
    layer("ui", "^src/ui", "^src/(ui|lib)"),
    layer("connection", "^src/connection", "^src/(connection|contract|lib)"),
    layer("run", "^src/run", "^src/(run|connection|contract|lib)"),
    {
      name: "features-are-below-the-app",
      severity: "error",
      from: { path: "^src/features" },
      to: { path: "^src/(app|main)" },
    },
    {
      name: "features-meet-at-their-index",
      comment: "A feature sees another one only through its index.",
      severity: "error",
      from: { path: "^src/features/([^/]+)/" },
      to: { path: "^src/features/", pathNot: ["^src/features/$1/", "^src/features/[^/]+/index\\.ts$"] },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      severity: "error",
      from: { orphan: true, pathNot: ["\\.d\\.ts$"] },
      to: {},
    },
    {
      name: "only-what-is-declared",
      severity: "error",
      from: { path: "^src" },
      to: { dependencyTypes: ["unknown", "undetermined", "npm-no-pkg", "npm-unknown", "npm-dev"] },
    },
    { name: "resolvable", severity: "error", from: {}, to: { couldNotResolve: true } },
  ],
  options: {
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "browser", "default"] },
  },
};

function layer(name, from, allowed) {
  return {
    name: `${name}-sees-only-what-is-below`,
    severity: "error",
    from: { path: from },
    to: { path: "^src", pathNot: allowed },
  };
}
