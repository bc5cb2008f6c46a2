import { describe, expect, it } from 'vitest'
import { keepIds } from '../../../src/understanding/clusters/keep-ids.ts'

const namesOf = () => {
  let count = 0
  return () => `new-${++count}`
}

describe('keeping ids of clusters', () => {
  const before = new Map(Object.entries({ a: 'X', b: 'X', c: 'X', d: 'Y', e: 'Y' }))

  it('gives a group the id of the cluster it continues', () => {
    expect(
      keepIds(
        [
          ['d', 'e', 'f'],
          ['a', 'b', 'c'],
        ],
        before,
        namesOf(),
      ),
    ).toEqual(['Y', 'X'])
  })

  it('gives the id of a cluster that fell apart to the largest part only', () => {
    expect(keepIds([['a'], ['b', 'c'], ['z']], before, namesOf())).toEqual(['new-1', 'X', 'new-2'])
  })

  it('gives clusters that grew together the id most questions had', () => {
    expect(keepIds([['a', 'b', 'c', 'd', 'e']], before, namesOf())).toEqual(['X'])
  })

  it('does not depend on the order of questions where as many are shared', () => {
    expect(keepIds([['a', 'd']], before, namesOf())).toEqual(keepIds([['d', 'a']], before, namesOf()))
  })
})
