import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { wasMeIn } from '../../dialogs/hacked-words.ts'

describe('the reply to "was that you?"', () => {
  it.each([
    ['是我', 'me'],
    ['是我办的', 'me'],
    ['对，我自己改的', 'me'],
    ['是的', 'me'],
    ['yes', 'me'],
    ['yes, that was me', 'me'],
    ['I did', 'me'],
    ['不是', 'not-me'],
    ['不是我', 'not-me'],
    ['不是我办的', 'not-me'],
    ['没有，不是我，撤销', 'not-me'],
    ['我没办过', 'not-me'],
    ['no', 'not-me'],
    ["no, it wasn't me", 'not-me'],
    ['not me, please undo it', 'not-me'],
    ["I didn't", 'not-me'],
    ["I didn't do that", 'not-me'],
    ['不记得了', 'unsure'],
    ['not sure', 'unsure'],
    ['i do not remember', 'unsure'],
    // What only refuses, or goes on, takes nothing back.
    ['不要', null],
    ['算了', null],
    ['取消', null],
    ['no need', null],
    ['yes, wait, no', null],
    ['不是我还能是谁？', null],
    ['不是我老婆就是我', null],
    ['是我吗？', null],
    ['undo', null],
    ['ok', null],
  ])('%s → %s', (text, was) => {
    expect(wasMeIn(text)).toBe(was)
  })

  it.each([
    ['no', null],
    ['没有', null],
    ['yes', null],
    ['嗯', null],
    ['not me', 'not-me'],
    ['是我办的', 'me'],
  ])('after something else was said: %s → %s', (text, was) => expect(wasMeIn(text, false)).toBe(was))

  it('reads any text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 100 }), (text) => void wasMeIn(text)))
  })
})
