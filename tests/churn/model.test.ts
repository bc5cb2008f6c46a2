import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseModel, serialiseModel } from '../../src/churn/model.ts'
import { scoreRow } from '../../src/churn/score.ts'
import { trainChurn } from '../../src/churn/train.ts'
import { LiukeError } from '../../src/errors.ts'
import { customers, MAPPING_TEXT, mappingOf } from './made-up-customers.ts'

const rows = customers(400)
const model = trainChurn(rows, mappingOf(MAPPING_TEXT))
const text = serialiseModel(model)

describe('a stored model', () => {
  it('scores exactly as the trained one', () => {
    const read = parseModel(text)
    expect(read).toEqual(model)
    expect(serialiseModel(read)).toBe(text)
    for (const row of rows) expect(scoreRow(read, row)).toEqual(scoreRow(model, row))
  })

  it.each([
    ['nothing', ''],
    ['other JSON', '{"hello":1}'],
    ['half of it', text.slice(0, text.length / 2)],
    ['another coefficient', text.replace(/"coefficient":-?\d/, '"coefficient":7')],
    ['another version', text.replace(model.version, '0000000000000000')],
    ['a field too many', text.replace('{', '{"extra":1,')],
    ['a number that is none', text.replace(/"base":[^,]+/, '"base":null')],
  ])('is refused as damaged: %s', (_what, broken) => {
    expect(broken).not.toBe(text)
    expect(() => parseModel(broken)).toThrow(expect.objectContaining({ code: 'churn_model_damaged' }))
  })

  it('is refused, or is the same model, whichever character changes', () => {
    fc.assert(
      fc.property(fc.nat(text.length - 1), fc.string({ minLength: 1, maxLength: 1 }), (at, character) => {
        const changed = text.slice(0, at) + character + text.slice(at + 1)
        try {
          expect(parseModel(changed)).toEqual(model)
        } catch (error) {
          if (!(error instanceof LiukeError)) throw error
          expect(error.code).toBe('churn_model_damaged')
        }
      }),
      { numRuns: 300 },
    )
  })
})
