/** What axe minds on a page: nothing that is serious. */

import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/**
 * Serious and critical violations on a page as it is now, with the elements; also inside open shadow roots. What moves
 * is looked at where it comes to rest.
 */
export async function violationsOn(page: Page): Promise<string[]> {
  // Our policy lets no script in that is not ours; the test's comes over the debugger.
  await page.evaluate(`if (!('axe' in window)) { ${axe} }`)
  return await page.evaluate(
    `Promise.allSettled(document.getAnimations()
      .filter((one) => one.effect?.getComputedTiming().endTime < 2000)
      .map((one) => one.finished))
      .then(() => axe.run({ resultTypes: ['violations'] })).then(({ violations }) => violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(({ id, nodes }) => id + ' ' + nodes.map((node) => node.html.slice(0, 200) + ' ' +
        (node.any[0] ?? node.all[0] ?? node.none[0])?.message).join(' ')))`,
  )
}

/** Expects that axe finds nothing serious on a page. @param state of the page, for who reads that it did */
export async function expectAccessible(page: Page, state?: string): Promise<void> {
  // One run tells of every page.
  expect.soft(await violationsOn(page), state).toEqual([])
}
