import { defineConfig } from "vitest/config";

// The bundle is served by Django from STATIC_URL, which django-vite prefixes to the names in the manifest.
export default defineConfig({
  base: "/static/",
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    // The worker and what runs before the first paint are plain scripts: they import nothing, so nothing is shared.
    rollupOptions: { input: ["src/app.tsx", "src/pages.ts", "src/first.ts", "src/sw.ts"] },
  },
  server: { port: 5173, strictPort: true },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
  },
});
