import react from '@vitejs/plugin-react';
import { playwright } from '@vitest/browser-playwright';
import { defineConfig } from 'vitest/config';
import { assemblyScriptPlugin } from './scripts/assemblyScript.mjs';
import { browserArguments, findBrowser } from './scripts/browser.mjs';
import { mnistShardsPlugin } from './scripts/mnistShards.mjs';

export default defineConfig({
  // The built site works from any folder of any static host.
  base: './',
  plugins: [react(), assemblyScriptPlugin(), mnistShardsPlugin()],
  worker: { format: 'es', plugins: () => [assemblyScriptPlugin()] },
  build: { target: 'es2022', chunkSizeWarningLimit: 600 },
  test: {
    projects: [
      {
        extends: true,
        test: { name: 'node', include: ['test/node/**/*.test.ts'], environment: 'node', testTimeout: 60_000 },
      },
      {
        extends: true,
        test: {
          name: 'firefox',
          include: ['test/firefox/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        optimizeDeps: {
          include: [
            'react',
            'react-dom',
            'react-dom/client',
            'react/jsx-dev-runtime',
            'recharts',
            'vitest-browser-react',
            'fflate',
            'idb',
            'valibot',
            '@noble/hashes/sha2.js',
            '@noble/hashes/utils.js',
          ],
        },
        test: {
          name: 'browser',
          include: ['test/browser/**/*.test.{ts,tsx}'],
          testTimeout: 60_000,
          browser: {
            enabled: true,
            headless: true,
            screenshotFailures: false,
            provider: playwright({
              launchOptions: { executablePath: findBrowser(), args: browserArguments },
            }),
            instances: [{ browser: 'chromium' }],
          },
        },
      },
    ],
  },
});
