import { fileURLToPath } from "node:url";

import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const service = process.env.COPILOT_SERVICE ?? "http://127.0.0.1:8000";

export default defineConfig({
  base: "/",
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  build: {
    target: "es2023",
    // The page's Content-Security-Policy allows its own files and nothing inline: no data: URLs, no inline preload.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 700,
  },
  server: {
    host: "127.0.0.1",
    port: 5173,
    strictPort: true,
    // The service checks Host and Origin, so both must look like its own.
    proxy: {
      "/api": { target: service, changeOrigin: true },
      "/ws": { target: service, changeOrigin: true, ws: true, rewriteWsOrigin: true },
    },
  },
  test: {
    environment: "jsdom",
    include: ["tests/**/*.test.{ts,tsx}"],
    setupFiles: ["tests/setup.ts"],
    restoreMocks: true,
    // One browser for all files: each cleans up behind itself (tests/setup.ts), and making one takes a second.
    isolate: false,
    testTimeout: 30_000,
  },
});
