/** Bundles the browser code of the desk, once for each state of its sources. */

import path from 'node:path'
import { z } from 'zod'
import { loadCached } from './pages-bundle.ts'

const shape = z.object({ script: z.string().min(1), styles: z.string().min(1) })

/** What the desk's page loads, as text. */
export type DeskBundle = z.output<typeof shape>

const DESK = path.join(import.meta.dirname, '..', 'web', 'desk')

/**
 * The desk's bundle, from `<home>/cache` where it can be; without it, building takes about two seconds.
 * @throws what esbuild reports when the sources do not build
 */
export function loadDeskBundle(home: string, warn: (problem: string) => void): Promise<DeskBundle> {
  const sources = ['desk', 'widget', 'shared']
  return loadCached({ prefix: 'desk-', builder: import.meta.filename, sources, shape, build }, home, warn)
}

async function build(): Promise<DeskBundle> {
  const { build: bundle } = await import('esbuild')
  const one = async (entry: string) => {
    const result = await bundle({
      entryPoints: [path.join(DESK, entry)],
      bundle: true,
      minify: true,
      write: false,
      charset: 'utf8',
      format: 'esm',
      target: 'es2022',
      jsx: 'automatic',
      jsxImportSource: 'react',
      define: { 'process.env.NODE_ENV': '"production"' },
      legalComments: 'none',
      logLevel: 'silent',
    })
    return result.outputFiles[0]?.text ?? ''
  }
  const [script, styles] = await Promise.all([one('main.tsx'), one('desk.css')])
  return { script, styles }
}
