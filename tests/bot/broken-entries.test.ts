/** A revision whose answers quote what the company no longer has: the server starts, and answers everything else. */

import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { revisionBrain } from '../../src/bot/load-brain.ts'
import type { CorpusFile } from '../../src/corpus/revisions/types.ts'
import type { LiukeError } from '../../src/errors.ts'
import { onDisk, smallCompany, smallCorpus } from '../corpus/small-corpus.ts'
import { shopFiles } from '../jobs/publish/shop-corpus.ts'

const GOLD = '{plan.gold.price}'
const COMPANY = smallCompany['company.yaml'] ?? ''

describe('the brain of a revision', () => {
  let modelFolder: string
  let files: Readonly<Record<string, string>>

  beforeAll(async () => {
    modelFolder = await mkdtemp(path.join(os.tmpdir(), 'liuke-broken-'))
    files = await shopFiles()
  })
  afterAll(() => rm(modelFolder, { recursive: true }))

  async function brainOf(
    changes: Readonly<Record<string, string>>,
    company: string,
  ): Promise<{ brain: Awaited<ReturnType<typeof revisionBrain>>['brain']; warnings: LiukeError[] }> {
    const warnings: LiukeError[] = []
    const given: CorpusFile[] = Object.entries({ ...files, ...changes }).map(([at, text]) => ({
      path: at,
      text,
    }))
    const companyFolder = await onDisk({ 'company.yaml': company })
    const { brain } = await revisionBrain({
      ...{ number: 3, files: given, model: null, companyFolder, modelFolder, seed: 1 },
      onWarning: (warning) => warnings.push(warning),
    })
    return { brain, warnings }
  }

  /** The entry of bills quotes another plan than the others. */
  const quoting = () => {
    const text = files['faq/sample.yaml'] ?? ''
    const at = text.indexOf('- id: bill.view')
    return { 'faq/sample.yaml': text.slice(0, at) + text.slice(at).replace('{plan.basic.price}', GOLD) }
  }

  it('answers all of it while all values are there', async () => {
    const { brain, warnings } = await brainOf(quoting(), `${COMPANY}  gold: { price: 99 }\n`)
    expect(warnings).toEqual([])
    const { candidates } = await brain.understand('我想看看账单')
    expect(candidates[0]?.intent).toBe('bill.view')
  })

  it('leaves out what quotes a value that is gone, says so, and answers the rest with the same model', async () => {
    const whole = await brainOf(quoting(), `${COMPANY}  gold: { price: 99 }\n`)
    const { brain, warnings } = await brainOf(quoting(), COMPANY)
    expect(warnings.map(({ code }) => code)).toEqual(['entries_left_out'])
    expect(warnings[0]?.message).toContain('1 of 3 entries')
    expect(warnings[0]?.message).toContain('bill.view')
    const bill = await brain.understand('我想看看账单')
    expect(bill.band).toBe('decline')
    expect(bill.candidates.map(({ intent }) => intent)).not.toContain('bill.view')
    const plan = '我想看看套餐'
    const { candidates } = await brain.understand(plan)
    expect(candidates[0]).toEqual((await whole.brain.understand(plan)).candidates[0])
    expect(brain.corpus.entries.get('bill.view')?.valid).toEqual({ until: '1970-01-01' })
  })

  it('is not made of wording that quotes what is gone: it cannot be left out', async () => {
    const { 'phrases/person.yaml': wording = '' } = await smallCorpus()
    const broken = wording.replace(/^( +zh:) .*$/m, `$1 "${GOLD} 好"`)
    expect(broken).not.toBe(wording)
    await expect(brainOf({ 'phrases/person.yaml': broken }, COMPANY)).rejects.toMatchObject({
      code: 'corpus_invalid',
      message: expect.stringContaining('phrases/person.yaml'),
    })
  })
})
