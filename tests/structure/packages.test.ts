/** The lock file installs everywhere: nothing missing, nothing built, nothing fetched by a range. */

import { describe, expect, it } from 'vitest'
import { textOf } from './sources.ts'

interface Locked {
  readonly gypfile?: boolean
  readonly dependencies?: Readonly<Record<string, string>>
  readonly optionalDependencies?: Readonly<Record<string, string>>
}
interface Manifest extends Locked {
  readonly devDependencies: Readonly<Record<string, string>>
}

// Both files are npm's own; only the fields above are read.
const manifest = JSON.parse(textOf('package.json')) as Manifest
const { packages } = JSON.parse(textOf('package-lock.json')) as { packages: Readonly<Record<string, Locked>> }

describe('packages', () => {
  it('are named with exact versions', () => {
    const versions = { ...manifest.dependencies, ...manifest.devDependencies }
    const loose = Object.entries(versions).filter(([, version]) => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))
    expect(loose).toEqual([])
  })

  it('are all in the lock file, for every platform: otherwise `npm ci` refuses', () => {
    const names = new Set(Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, '')))
    const missing = Object.entries(packages).flatMap(([path, { dependencies, optionalDependencies }]) =>
      Object.keys({ ...dependencies, ...optionalDependencies })
        .filter((name) => !names.has(name))
        .map((name) => `${path} needs ${name}`),
    )
    expect(missing).toEqual([])
  })

  it('bring their binaries: npm must not try to compile, on machines without Python and a compiler', () => {
    // `npm install` drops this line; npm 10 needs it, as it does not know allowScripts. Put it back by hand.
    expect(packages['node_modules/better-sqlite3']?.gypfile).toBe(false)
  })
})
