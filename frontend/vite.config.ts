import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";

import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import type { Plugin } from "vite";
import { defineConfig } from "vitest/config";

const SMALLEST_COMPRESSED = 1024; // bytes; smaller files gain nothing

/** Lay a .gz and a .br beside every text of the bundle, so that the server compresses nothing while people wait. */
function compressed(): Plugin {
  return {
    name: "serai:compressed",
    apply: "build",
    async writeBundle({ dir = "" }, bundle) {
      for (const fileName of Object.keys(bundle).filter((name) => /\.(js|css|svg)$/.test(name))) {
        const source = await readFile(join(dir, fileName));
        if (source.length < SMALLEST_COMPRESSED) continue;
        const quality = { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } };
        await writeFile(join(dir, `${fileName}.gz`), await promisify(gzip)(source, { level: 9 }));
        await writeFile(join(dir, `${fileName}.br`), await promisify(brotliCompress)(source, quality));
      }
    },
  };
}

export default defineConfig({
  plugins: [react(), tailwindcss(), compressed()],
  base: "/static/shop/",
  publicDir: false,
  resolve: { alias: { "@": fileURLToPath(new URL("src", import.meta.url)) } },
  build: {
    outDir: "dist/shop",
    emptyOutDir: true,
    manifest: "manifest.json",
    sourcemap: false,
    assetsInlineLimit: 0, // the content security policy allows no data: fonts
    modulePreload: { polyfill: false },
    rolldownOptions: { input: "src/app/main.tsx" },
  },
  test: { environment: "jsdom", setupFiles: "src/test-setup.ts", include: ["src/**/*.test.{ts,tsx}"] },
});
