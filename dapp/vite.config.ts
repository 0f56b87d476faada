import { lingui } from '@lingui/vite-plugin'
import tailwindcss from '@tailwindcss/vite'
import { tanstackRouter } from '@tanstack/router-plugin/vite'
import react from '@vitejs/plugin-react'
import { defineConfig, type Plugin } from 'vite'
import { contentSecurityPolicy, securityHeaders } from './build/headers'
import { integrity } from './build/integrity'

const headersFile: Plugin = {
  name: 'headers-file',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'headers.json', source: JSON.stringify(securityHeaders, null, 2) })
  },
}

/**
 * What every screen needs, in two chunks: dozens of small ones compress worse than they cache. The documents of the
 * records are a third one, because the page renders before it asks for any.
 */
const sharedByEveryScreen = [
  { name: 'records', test: /sdk.dist.graphql.generated/, priority: 1 },
  { name: 'base', test: /(src.(lib|graphql)|sdk.dist.(money|days|ids|graphql.(document|query)))/ },
  {
    name: 'encoding',
    // Reading ABIs as text and taking logs apart belongs to the few screens that do it.
    test: /node_modules.(viem._esm.(errors|utils.(abi.(?!parseEventLogs)|encoding|data|errors))|abitype.dist.esm.(?!human-readable.(parse|runtime|errors))|ox)./,
  },
]

export default defineConfig(({ mode }) => ({
  plugins: [
    tanstackRouter({ target: 'react', autoCodeSplitting: true, generatedRouteTree: 'src/generated/route-tree.ts' }),
    // The React Compiler stays off: it turns BigInt literals inside components into `undefined`.
    react(),
    // A sentence without a translation fails the production build.
    lingui({ macroTransform: true, failOnMissing: mode === 'production' }),
    tailwindcss(),
    integrity(contentSecurityPolicy),
    headersFile,
  ],
  build: {
    target: 'es2023',
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
    rolldownOptions: { output: { codeSplitting: { groups: sharedByEveryScreen } } },
  },
}))
