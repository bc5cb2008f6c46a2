/** The data understanding is measured on: public sets, by their validation splits, and the corpus here. */
import path from 'node:path'

/** What is learned once, and what is asked then. */
export interface DataSet {
  readonly name: string
  /** Arguments of `liuke evaluate` that say what to learn. */
  readonly learn: readonly string[]
  /** Arguments that say what to ask, by the name the figures get. */
  readonly ask: Readonly<Record<string, readonly string[]>>
  /** Files it needs. */
  readonly files: readonly string[]
}

/** All of them, in the order they are measured. */
export function dataSetsIn(folder: string): DataSet[] {
  const file = (name: string) => path.join(folder, `${name}.tsv`)
  const train = (...names: string[]) => names.flatMap((name) => ['--train', file(name)])
  const test = (name: string) => ['--test', file(name)]
  const set = (name: string, learn: readonly string[], ask: DataSet['ask']): DataSet => {
    const named = [...learn, ...Object.values(ask).flat()]
    return { name, learn, ask, files: [...new Set(named.filter((word) => word.endsWith('.tsv')))] }
  }
  return [
    set('banking77', train('banking77.en.fit'), { banking77: test('banking77.en.val') }),
    set('banking77-10', train('banking77.en.fit10'), { 'banking77-10': test('banking77.en.val') }),
    set('clinc150', [...train('clinc150.en.train'), '--oos-dev', file('clinc150_oos.en.train')], {
      clinc150: [...test('clinc150.en.val'), '--oos-test', file('clinc150_oos.en.val')],
    }),
    set('massive', train('massive.en.train', 'massive.zh.train'), {
      'massive-en': test('massive.en.val'),
      'massive-zh': test('massive.zh.val'),
    }),
    set('corpus', ['--corpus', 'corpus'], { corpus: [] }),
  ]
}
