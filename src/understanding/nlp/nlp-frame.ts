/** NLP.js as Liuke uses it: its container and managers, with our classifier and language guess inside. */
import type { Nlp } from '@nlpjs/basic'
import { LangZh } from '@nlpjs/lang-zh'
import { JOINT_MODEL, JointModel } from './joint-model.ts'
import { LiukeNlu } from './liuke-nlu.ts'
import { Container, LangEn, Nlp as NlpClass } from './nlpjs.ts'
import { ScriptGuesser } from './script-guesser.ts'

/** The frame and what is inside. */
export interface NlpFrame {
  readonly nlp: Nlp
  readonly joint: JointModel
}

/**
 * A fresh NLP.js with a container of its own, so that two frames share nothing.
 *
 * `autoSave` would write `model.nlp` into the working directory, `calculateSentiment` knows no Chinese, and
 * the stem dictionary answers a sentence it has seen before asking the classifier. `lang-zh` is registered
 * for what may ask the container for it; nothing here makes it load its dictionary.
 */
export function createNlpFrame(seed = 1): NlpFrame {
  const container = new Container()
  const joint = new JointModel(seed)
  container.register(JOINT_MODEL, joint)
  container.register(LiukeNlu.name, LiukeNlu, false)
  container.register('Language', ScriptGuesser, false)
  // Pipelines are steps by name: each locale contributes its sentences, then the joint model trains once.
  container.registerPipeline('domain-manager-??-train', ['.generateCorpus', '.innerTrain', 'output.status'])
  container.registerPipeline('nlu-manager-train', ['.innerTrain', `${JOINT_MODEL}.train`])
  container.use(LangEn)
  container.use(LangZh)
  const nlu = { default: { className: LiukeNlu.name } }
  const nlp = new NlpClass(
    {
      container,
      languages: ['zh', 'en'],
      nlu: { zh: nlu, en: structuredClone(nlu) },
      // Our bands decide; NLP.js' own threshold on its score stays out of the way.
      threshold: 0,
      autoSave: false,
      autoLoad: false,
      calculateSentiment: false,
      useStemDict: false,
    },
    container,
  )
  return { nlp, joint }
}
