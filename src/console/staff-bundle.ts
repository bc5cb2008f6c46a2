/** Bundles the browser code of a page for the people who work here, once for each state of its sources. */

import path from 'node:path'
import { z } from 'zod'
import { BUILD_OPTIONS, loadCached } from './pages-bundle.ts'

const shape = z.object({
  script: z.string().min(1),
  styles: z.string().min(1),
  /** Modules the script loads, by file name; the name changes with the content. */
  modules: z.record(z.string(), z.string()),
  /** Names of those it cannot begin without. */
  needed: z.array(z.string()),
})

/** What a page loads, as text. */
export type StaffBundle = z.output<typeof shape>

/** A page, named as its folder in `src/web`. */
export type StaffPage = 'desk' | 'console'

const WEB = path.join(import.meta.dirname, '..', 'web')

/**
 * The bundle of a page, from `<home>/cache` where it can be; without it, building takes about two seconds.
 * @throws what esbuild reports when the sources do not build
 */
export function loadStaffBundle(
  page: StaffPage,
  home: string,
  warn: (problem: string) => void,
): Promise<StaffBundle> {
  const sources = [page, 'staff', 'widget', 'shared']
  const build = () => bundle(page)
  return loadCached({ prefix: `${page}-`, builder: import.meta.filename, sources, shape, build }, home, warn)
}

async function bundle(page: StaffPage): Promise<StaffBundle> {
  const { build } = await import('esbuild')
  const [scripts, styles] = await Promise.all([
    build({
      ...BUILD_OPTIONS,
      entryPoints: [path.join(WEB, page, 'main.tsx')],
      outdir: WEB,
      format: 'esm',
      splitting: true,
      chunkNames: '[name]-[hash]',
      metafile: true,
      jsx: 'automatic',
      jsxImportSource: 'react',
      define: { 'process.env.NODE_ENV': '"production"' },
    }),
    build({ ...BUILD_OPTIONS, entryPoints: [path.join(WEB, page, `${page}.css`)] }),
  ])
  const modules = new Map(scripts.outputFiles.map((file) => [path.basename(file.path), file.text]))
  const [entry] = Object.values(scripts.metafile.outputs).filter(({ entryPoint }) =>
    entryPoint?.endsWith('main.tsx'),
  )
  const script = modules.get('main.js') ?? ''
  modules.delete('main.js')
  return {
    script,
    styles: styles.outputFiles[0]?.text ?? '',
    modules: Object.fromEntries(modules),
    needed: (entry?.imports ?? [])
      .filter(({ kind }) => kind === 'import-statement')
      .map((one) => path.basename(one.path)),
  }
}
