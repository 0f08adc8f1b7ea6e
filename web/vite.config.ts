import react from '@vitejs/plugin-react'
import { createHash } from 'node:crypto'
import { resolve } from 'node:path'
import { defineConfig } from 'vitest/config'
import { localePlugin } from './vite.locale.ts'

const buildId =
  process.env.BIHUAN_BUILD_ID ??
  createHash('sha256').update(String(Date.now())).digest('hex').slice(0, 12)
const server = process.env.BIHUAN_SERVER ?? 'http://127.0.0.1:8080'

export default defineConfig({
  plugins: [react(), localePlugin()],
  resolve: { alias: { '~': resolve(import.meta.dirname, 'src') } },
  define: { __WEB_BUILD__: JSON.stringify(buildId) },
  server: { proxy: { '/api': server } },
  preview: { proxy: { '/api': server } },
  build: {
    outDir: process.env.BIHUAN_WEB_OUT ?? '../build/web/dist',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // the content security policy allows files of our own only
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: 'icons', test: /node_modules\/lucide-react/ },
            { name: 'react', test: /node_modules\/(react|react-dom|scheduler)\// },
            { name: 'vendor', test: /node_modules\/(@tanstack|i18next|react-i18next|zustand)\// },
          ],
        },
      },
    },
  },
  test: { environment: 'node', include: ['src/**/*.test.ts'] },
})
