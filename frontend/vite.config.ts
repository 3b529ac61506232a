import { defineConfig } from "vitest/config";

// The bundle is served by Django from STATIC_URL, which django-vite prefixes to the names in the manifest.
export default defineConfig({
  base: "/static/",
  publicDir: false,
  build: {
    outDir: "dist",
    emptyOutDir: true,
    manifest: "manifest.json",
    target: "es2022",
    modulePreload: { polyfill: false },
    rollupOptions: { input: ["src/app.tsx", "src/pages.ts"] },
  },
  server: { port: 5173, strictPort: true },
  test: {
    include: ["src/**/*.test.{ts,tsx}"],
    environment: "node",
    restoreMocks: true,
  },
});
