import { expect, it } from 'vitest'
import { loadCompany } from '../../../src/company/load.ts'
import { readSourceFiles } from '../../../src/company/source-files.ts'
import { corpusInThread } from '../../../src/corpus/revisions/corpus-in-thread.ts'
import { corpusOfFiles } from '../../../src/corpus/revisions/item-problems.ts'
import { onDisk, smallCompany, smallCorpus } from '../small-corpus.ts'

it('a corpus that was read in a thread is the one that is read here', async () => {
  const { files } = await readSourceFiles(await onDisk(await smallCorpus()))
  const company = await loadCompany(await onDisk(smallCompany))
  const [one, two] = await Promise.all([corpusInThread(files, company), corpusInThread([], company)])
  expect(one).toEqual(corpusOfFiles(files, company))
  expect(two).toEqual(corpusOfFiles([], company))
})
