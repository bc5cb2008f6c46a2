/** Checks of what the server loads at its start: corpus, rules, offers, model, and the means to build its pages. */

import { stat } from 'node:fs/promises'
import path from 'node:path'
import { checkOffers, loadOffers } from '../../churn/offers.ts'
import { hasErrors } from '../../company/problems.ts'
import { loadCorpus } from '../../corpus/load.ts'
import { trainingSetOf } from '../../corpus/training-set.ts'
import type { Corpus } from '../../corpus/types.ts'
import { LiukeError, messageOf } from '../../errors.ts'
import { loadRules } from '../../handoff/load.ts'
import { modelNameOf } from '../../understanding/classifier/model-store.ts'
import { type Check, counted, type Finding, fail, ok, skipped, type Words, warn } from './check.ts'
import { failure } from './failures.ts'
import type { Installation } from './installation.ts'

/** The checks of this group. */
export function contentChecks({ config }: Installation): Check[] {
  const check = (id: string, title: Words, run: Check['run']): Check => ({
    id: `content.${id}`,
    group: 'content',
    title,
    run,
  })
  let loaded: Corpus | null = null
  return [
    check('corpus', { en: 'Corpus', zh: '语料' }, async () => {
      const corpus = await loadCorpus(config.LIUKE_CORPUS, config.LIUKE_COMPANY)
      if (!hasErrors(corpus.problems)) loaded = corpus
      return corpusFinding(corpus)
    }),
    check('rules', { en: 'Handoff rules and offers', zh: '转人工规则与挽留优惠' }, () =>
      rulesFinding(config.LIUKE_CORPUS, loaded),
    ),
    check('model', { en: 'Trained model', zh: '训练好的模型' }, () => modelFinding(config, loaded)),
    check('pages', { en: 'Pages', zh: '网页' }, pagesFinding),
  ]
}

const NO_CORPUS: Words = { en: 'Needs a corpus without errors.', zh: '需要先有没有错误的语料。' }

function corpusFinding({ problems, entries }: Corpus): Finding {
  const errors = problems.filter(({ severity }) => severity === 'error')
  const warnings = problems.length - errors.length
  const [first] = errors
  if (first)
    return fail(
      {
        en: `${counted(errors.length, 'error')}, the first at ${first.file}:${first.line}.`,
        zh: `有 ${errors.length} 处错误，第一处在 ${first.file}:${first.line}。`,
      },
      {
        en: 'The server does not start with them. Run: npm run -s liuke -- corpus check',
        zh: '有错误时服务不会启动。请运行：npm run -s liuke -- corpus check',
      },
    )
  return ok({
    en: `${entries.size} entries, no errors, ${counted(warnings, 'warning')}.`,
    zh: `${entries.size} 个条目，没有错误，${warnings} 处提醒。`,
  })
}

async function rulesFinding(folder: string, corpus: Corpus | null): Promise<Finding> {
  if (!corpus) return skipped(NO_CORPUS)
  try {
    const intents = new Set(corpus.entries.keys())
    await loadRules(path.join(folder, 'handoff.yaml'), { intents, company: corpus.company })
    return await offersFinding(folder, corpus)
  } catch (error) {
    if (error instanceof LiukeError) return failure(error)
    throw error
  }
}

/** Offers as the server would read them, and what is odd about them. */
async function offersFinding(folder: string, { company }: Corpus): Promise<Finding> {
  const { book, problems } = await checkOffers(path.join(folder, 'offers.yaml'), company)
  // Throws what the server would refuse to start with.
  const { offers, terms } = book ?? (await loadOffers(path.join(folder, 'offers.yaml'), company))
  const [first] = problems
  if (first)
    return warn(
      {
        en: `Readable; ${counted(offers.length, 'offer')}, ${counted(problems.length, 'warning')}, the first at ${first.file}:${first.line}: ${first.message}`,
        zh: `可以读取；${offers.length} 个优惠，${problems.length} 处提醒，第一处在 ${first.file}:${first.line}（${first.code}）。`,
      },
      {
        en: `${first.fix} All of them: npm run -s liuke -- corpus check`,
        zh: '各代码的含义见 docs/value.md；全部列出请运行：npm run -s liuke -- corpus check',
      },
    )
  const held = `${Math.round(terms.hold_out * 1000) / 10} %`
  return ok({
    en: `Readable; ${counted(offers.length, 'offer')}, ${terms.hold_out === 0 ? 'made to all who are eligible' : `${held} of those eligible held out at random`}.`,
    zh: `可以读取；${offers.length} 个优惠，${terms.hold_out === 0 ? '符合条件的客户都会听到' : `随机留出 ${held} 作对照`}。`,
  })
}

async function modelFinding(config: Installation['config'], corpus: Corpus | null): Promise<Finding> {
  if (!corpus) return skipped(NO_CORPUS)
  const name = `${await modelNameOf(trainingSetOf(corpus, config.MODEL_SEED))}.model`
  try {
    await stat(path.join(config.LIUKE_HOME, 'models', name))
    return ok({ en: 'It is that of this corpus.', zh: '与当前语料一致。' })
  } catch {
    // Not there, or not to be read: the start trains it in either case.
    return warn(
      {
        en: 'This corpus has not been learned yet: the next start trains for a minute or two.',
        zh: '当前语料还没有训练：下次启动要多花一两分钟。',
      },
      { en: 'To do it ahead: npm run -s liuke -- train', zh: '想提前训练：npm run -s liuke -- train' },
    )
  }
}

/** The bundles are built at the start, so what is tried is what builds them. */
async function pagesFinding(): Promise<Finding> {
  try {
    const { transform } = await import('esbuild')
    await transform('export const works: boolean = true', { loader: 'ts' })
    return ok({ en: 'They can be built.', zh: '可以构建。' })
  } catch (error) {
    return fail(
      {
        en: `esbuild does not run on this machine: ${messageOf(error).split('\n', 1)[0]}`,
        zh: `esbuild 在本机运行不了：${messageOf(error).split('\n', 1)[0]}`,
      },
      {
        en: 'Run `npm ci` in the folder of the program, on this machine and not on another system.',
        zh: '请在本机的程序目录里运行 npm ci，不要从别的系统拷贝 node_modules。',
      },
    )
  }
}
