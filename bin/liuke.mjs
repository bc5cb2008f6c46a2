#!/usr/bin/env node
// Plain JavaScript, so that an old Node can say what is wrong: finds a Node that runs TypeScript, then starts it.

import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module from 'node:module'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)))
const main = path.join(root, 'src', 'main.ts')
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)

// Compiled code is kept between starts, which halves the time to load the SDK; a read-only folder does no harm.
const cache = path.join(root, 'node_modules', '.cache', 'liuke', 'compiled')

if (major > 24 || (major === 24 && minor >= 7)) {
  module.enableCompileCache(cache)
  await import(main)
} else {
  const bundled = path.join(
    root,
    'node_modules',
    'node',
    'bin',
    process.platform === 'win32' ? 'node.exe' : 'node',
  )
  if (!existsSync(bundled)) {
    console.error(
      `Liuke needs Node.js 24.7 or newer; this is ${process.version}.\n` +
        'Run `npm ci` in the project folder: it brings the right one. Or install Node.js 24.',
    )
    process.exit(1)
  }
  const child = spawn(bundled, [main, ...process.argv.slice(2)], {
    stdio: 'inherit',
    env: { NODE_COMPILE_CACHE: cache, ...process.env },
  })
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)))
}
