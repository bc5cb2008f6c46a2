/** Bundles the browser code of widget and demo page, once for each state of its sources. */

import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { Plugin } from 'esbuild'
import { z } from 'zod'
import { messageOf } from '../errors.ts'

/** What the browser loads, as text. */
export interface Bundles {
  /** Body of a function that expects `LIUKE_SERVER_SETTINGS`. */
  readonly widget: string
  /** Module that draws cards, which the widget imports when the first one arrives. */
  readonly cards: string
  /** Module that says something of its own accord, imported after a while. */
  readonly greeting: string
  readonly demo: string
  readonly styles: string
}

const WEB = path.join(import.meta.dirname, '..', 'web')
/** Dependencies are pinned there: another version of preact or esbuild gives another bundle. */
const PACKAGE = path.join(import.meta.dirname, '..', '..', 'package.json')
const SOURCES = ['widget', 'shared', 'demo']
const PREFIX = 'pages-'

/** How esbuild builds whatever our pages load. */
export const BUILD_OPTIONS = {
  bundle: true,
  minify: true,
  write: false,
  charset: 'utf8',
  target: 'es2022',
  legalComments: 'none',
  logLevel: 'silent',
} as const

const cached = z.object({
  widget: z.string(),
  cards: z.string(),
  greeting: z.string(),
  demo: z.string(),
  styles: z.string(),
})

/** What is built once for each state of its sources. */
export interface CachedBuild<Built> {
  /** Start of the file names in the cache; nobody else's may begin with it. */
  readonly prefix: string
  /** The file that says how to build. */
  readonly builder: string
  /** Folders of `src/web` that go into it. */
  readonly sources: readonly string[]
  readonly shape: z.ZodType<Built>
  /** @throws what esbuild reports when the sources do not build */
  build(): Promise<Built>
}

/** Hash over names and contents of everything that goes into the bundles. */
async function hashSources({ builder, sources }: CachedBuild<unknown>): Promise<string> {
  const hash = createHash('sha256').update(await readFile(PACKAGE))
  hash.update(await readFile(builder))
  for (const folder of sources) {
    const entries = await readdir(path.join(WEB, folder), { recursive: true, withFileTypes: true })
    const files = entries.filter((entry) => entry.isFile())
    for (const file of files.map((entry) => path.join(entry.parentPath, entry.name)).sort()) {
      hash.update(`\0${path.relative(WEB, file)}\0`).update(await readFile(file))
    }
  }
  return hash.digest('hex').slice(0, 32)
}

/**
 * The bundles of the public pages, from the cache where they can be.
 * @throws what esbuild reports when the sources do not build
 */
export function loadBundles(home: string, warn: (problem: string) => void): Promise<Bundles> {
  return loadCached(
    { prefix: PREFIX, builder: import.meta.filename, sources: SOURCES, shape: cached, build },
    home,
    warn,
  )
}

/**
 * What was built from the sources as they are now, from `<home>/cache` when they have not changed since.
 * A cache that cannot be read or written costs time at start, never the start itself.
 * @throws what esbuild reports when the sources do not build
 */
export async function loadCached<Built>(
  what: CachedBuild<Built>,
  home: string,
  warn: (problem: string) => void,
): Promise<Built> {
  const folder = path.join(home, 'cache')
  const file = path.join(folder, `${what.prefix}${await hashSources(what)}.json`)
  const known = await readCache(file, what.shape)
  if (known) return known
  const built = await what.build()
  try {
    await writeCache(folder, file, what.prefix, built)
  } catch (error) {
    warn(`The page bundles could not be cached: ${messageOf(error)}`)
  }
  return built
}

async function readCache<Built>(file: string, shape: z.ZodType<Built>): Promise<Built | undefined> {
  try {
    return shape.parse(JSON.parse(await readFile(file, 'utf8')))
  } catch {
    return undefined // missing, or not what we wrote: built anew
  }
}

async function writeCache(folder: string, file: string, prefix: string, built: unknown): Promise<void> {
  await mkdir(folder, { recursive: true })
  const draft = `${file}.${process.pid}`
  await writeFile(draft, JSON.stringify(built))
  await rename(draft, file)
  for (const name of await readdir(folder)) {
    const old = name.startsWith(prefix) && name.endsWith('.json') && name !== path.basename(file)
    if (old) await rm(path.join(folder, name), { force: true })
  }
}

async function build(): Promise<Bundles> {
  const { build: bundle } = await import('esbuild')
  const one = async (entry: string, more: object = {}) => {
    const result = await bundle({ ...BUILD_OPTIONS, ...more, entryPoints: [path.join(WEB, entry)] })
    return result.outputFiles[0]?.text ?? ''
  }
  const cssAsText: Plugin = {
    name: 'css-as-text',
    setup: ({ onLoad }) => {
      onLoad({ filter: /\.css$/ }, async ({ path: file }) => ({
        contents: (await one(path.relative(WEB, file))).trim(),
        loader: 'text',
      }))
    },
  }
  const jsx = { jsx: 'automatic', jsxImportSource: 'preact', format: 'iife', plugins: [cssAsText] }
  // The page around may have a Markdown library, which the card library would use unasked, and a policy for
  // trusted types, which refuses to let it create some it never needs.
  const page = { 'window.markdownit': 'undefined', 'window.trustedTypes': 'undefined' }
  const [widget, cards, greeting, demo, styles] = await Promise.all([
    one('widget/main.ts', jsx),
    one('widget/card/renderer.ts', { format: 'esm', plugins: [cssAsText], define: page }),
    one('widget/greeting/greeter.ts', { format: 'esm', plugins: [cssAsText] }),
    one('demo/demo.ts', { format: 'iife' }),
    one('demo/demo.css'),
  ])
  return { widget, cards, greeting, demo, styles }
}
