/** The two rules that stand in code because nobody may edit them away, with their texts. */

import type { Bilingual } from '../company/types.ts'
import type { Facts } from './facts.ts'
import type { Safety } from './safety-kinds.ts'

/** A rule in code; the console shows it read-only, above the others. */
export interface FixedRule {
  readonly id: string
  readonly about: Bilingual
  /** The fact it looks at. */
  readonly fact: 'safety' | 'wants_person'
  readonly queue: (typeof fixedQueues)[number]
  /** 0..100. */
  readonly priority: number
  /** Somebody should answer within this many milliseconds, or within the queue's own time where that is shorter. */
  readonly answerWithinMs: number | null
  /** Whether a rule that raises may choose another queue. */
  readonly queueMayChange: boolean
  matches(facts: Facts): boolean
  /** What the customer reads; null where announcing the place in the queue says everything. */
  say(facts: Facts): Bilingual | null
}

/** Queues the fixed rules use; every file of rules has to declare them. */
export const fixedQueues = ['safety', 'general'] as const

/** What is said at once when there is danger; the numbers are those of mainland China. */
export const safetyTexts: Readonly<Record<Exclude<Safety, 'none'>, Bilingual>> = {
  life: {
    zh: '请先保证人身安全：离开危险的地方，不要碰设备和电线。火警拨 119，急救拨 120，报警拨 110。我已请同事马上接手。',
    en: 'Please get to safety first: move away and do not touch the equipment or any wires. Call 119 for fire, 120 for an ambulance or 110 for the police. I am getting a colleague for you right now.',
  },
  'self-harm': {
    zh: '听到您这么说，我很担心您。请不要一个人扛着：全国心理援助热线 12356 随时可以打；如果现在有危险，请马上拨 120 或 110，或者请身边的人陪着您。我已请同事马上接手。',
    en: 'I am really concerned about what you wrote. You do not have to go through this alone: in mainland China you can call the counselling line 12356; if you are in danger now, call 120 or 110, or ask somebody near you to stay with you. I am getting a colleague for you right now.',
  },
  threat: {
    zh: '涉及人身安全的事，我们都会认真对待。如果有人正处在危险中，请马上拨 110 报警。我已请同事马上接手。',
    en: 'We take anything that concerns the safety of people seriously. If anybody is in danger, call the police on 110 at once. I am getting a colleague for you right now.',
  },
  'hijacked-account': {
    zh: '为保护您的账户，我已请同事马上接手，协助您锁定账户。在此之前，请不要把密码、验证码告诉任何人；号码绑定了银行卡或支付账户的，请联系对方冻结；如有损失，请拨 110 报警。',
    en: 'To protect your account I am getting a colleague for you right now, who will help you lock it. Until then, give your password and codes to nobody; ask your bank and payment services to freeze whatever is tied to your number; if money is gone, call the police on 110.',
  },
  'stolen-sim': {
    zh: '我已请同事马上接手，协助您挂失、停机。请尽快联系银行和支付平台冻结绑定的账户，并拨 110 报警。',
    en: 'I am getting a colleague for you right now, who will help you block your SIM. Please ask your bank and payment services to freeze the accounts tied to your number as soon as you can, and report the theft to the police on 110.',
  },
}

/** Said where a rule would hand over and may only offer. */
export const offerText: Bilingual = {
  zh: '如果您想和同事聊，随时回复“转人工”，我马上为您转接。',
  en: 'If you would like to talk to a colleague, write "talk to a person" at any time and I will put you through.',
}

/** Fixed rules, in the order they are looked at; the first that matches decides. */
export const fixedRules: readonly FixedRule[] = [
  {
    id: 'fixed.safety',
    about: {
      zh: '生命危险、自伤、威胁他人、账户被盗、手机或卡被偷：任何时间立即转人工',
      en: 'Danger to life, self-harm, threats, a hijacked account, a stolen phone or SIM: a person at once, at any hour',
    },
    fact: 'safety',
    queue: 'safety',
    priority: 100,
    answerWithinMs: 60_000,
    queueMayChange: false,
    matches: ({ safety }) => safety !== 'none',
    say: ({ safety }) => (safety === 'none' ? null : safetyTexts[safety]),
  },
  {
    id: 'fixed.person',
    about: {
      zh: '客户明确要求人工：任何时间、任何评分都转',
      en: 'The customer asks for a person: handed over at any hour and score',
    },
    fact: 'wants_person',
    queue: 'general',
    priority: 50,
    answerWithinMs: null,
    queueMayChange: true,
    matches: (facts) => facts.wants_person,
    say: () => null,
  },
]
