import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

// Everything under /studio/ of the management port; the gateway puts its nonce in place of the mark.
export default defineConfig({
  base: '/studio/',
  plugins: [react()],
  html: { cspNonce: '__NONCE__' },
  build: { outDir: process.env.STUDIO_OUT ?? 'dist', emptyOutDir: true, assetsInlineLimit: 0, modulePreload: { polyfill: false } },
})
