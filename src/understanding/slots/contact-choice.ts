/** Reads what customers decide about us: whether we may write first, and whether a score may be used for them. */

import { normalise } from '../normalise.ts'

/** For or against; unclear never means for. */
export type Choice = 'allow' | 'refuse' | 'unclear'

/** Longest message that is read, in UTF-16 units. */
const MOST = 300

/** A message that is nothing but "stop writing to me". */
const STOP =
  /^(?:(?:请|麻烦|以后|今后)*(?:你们|你|您)?(?:请|以后|今后)?(?:不要|别|勿|停止)(?:(?:再|主动|随便)*(?:联系|打扰|骚扰|找)我|(?:再|主动|随便)+(?:联系|打扰)|(?:再|主动|随便)*(?:给我|向我)?推销)(?:了|啦|吧|谢谢)*|(?:please |pls )?(?:stop|do not|dont|never) (?:ever )?(?:contact|contacting|messag(?:e|ing)|bother|bothering|text|texting) me(?: again| anymore| any more| please| pls)*|opt(?:ing)?(?: me)? out(?: please)?|unsubscribe(?: me)?(?: please)?)$/
/** One word that means so for long after we wrote. */
const STOP_WORD = /^(?:stop|td|退订|unsub)$/
/** One that means so only as the very answer: at any other time it is about something else. */
const SHORT_STOP = /^(?:t|r|n|停|停止|取消|end|quit|cancel)$/

/** Whether a message asks us to stop writing, whatever is going on. Only the whole message counts. */
export function isStop(text: string): boolean {
  return STOP.test(plain(text))
}

/** Whether a message does so some time after one we wrote, in a word that can hardly mean anything else. */
export function isStopWord(text: string): boolean {
  const said = plain(text)
  return STOP_WORD.test(said) || STOP.test(said)
}

/** Whether a message does so as the answer to one we wrote. */
export function isShortStop(text: string): boolean {
  return SHORT_STOP.test(plain(text)) || isStopWord(text)
}

/** Whether somebody takes back what they have just decided. */
const UNDO =
  /^(?:等等|等一下|算了)?(?:我)?(?:又)?(?:改主意了?|改变主意了?|反悔了?|后悔了|说错了|点错了|撤销|撤回|恢复吧?|还是恢复吧?)$|^(?:wait |sorry |actually )*(?:i )?(?:have |ve )?(?:changed my mind|undo(?: that| it)?|take that back|wrong button|i didnt mean that)$/

export function isUndo(text: string): boolean {
  return UNDO.test(plain(text))
}

function plain(text: string): string {
  return normalise(text.slice(0, MOST))
    .replace(/['’]/g, '')
    .replace(/[\s.,!?。，！？~～]+/g, ' ')
    .trim()
}

/** What turns a wish round; before what is wished for. */
const AGAINST =
  /不(?:要|用|必|想|愿|许|准|同意|接受|希望|需要|允许|得|再)|别(?!的|人|处)|勿|唔好|拒绝|停(?:止|掉|了)|退出|退订|取消|去掉|移除|关(?:闭|掉)|撤回|撤销|少(?:来|给)|(?<!麻)烦|\b(?:no|not|dont|do not|never|nobody|stop|quit|without|opt(?:ing)?(?: me)? out|unsubscribe|refuse|reject|object|decline|withdraw|revoke|remove|exclude|disable|against|rather you didnt)\b|\b(?:take|leave) me (?:off|out)\b|\b(?:turn|switch) (?:[a-z]+ ){0,4}off\b|\btake (?:[a-z]+ ){0,3}back\b/
const FOR =
  /可以|同意|允许|愿意|欢迎|接受|恢复|重新|打开|开启|继续|想要?收|希望收|记得|通知|告诉我|订阅|没关系|没问题|\b(?:may|can|allow|agree|consent|ok|okay|fine|happy|yes|opt(?:ing)?(?: me)? (?:back )?in|sign me up|subscribe|resume|again|let me know|keep me|tell me|feel free|enable|welcome)\b|\b(?:turn|switch) (?:[a-z]+ ){0,4}on\b/
/** Asks how, or whether: what is wanted is to be asked back. */
const ASKS =
  /要不要|是否|怎[么样]|哪里|改(?!成|为|主意)|偏好|设置|\b(?:whether|how|where|change|preferences?|settings?|did i)\b/

/** For or against, of a message that is about one of these; what asks, or says both, is unclear. Linear in its length. */
export function readChoice(text: string): Choice {
  const said = normalise(text.slice(0, MOST)).replace(/['’]/g, '')
  if (DOUBLE.test(said)) return 'unclear'
  const against = AGAINST.test(said.replace(/要不要|可不可以|能不能/g, ' '))
  // 现在改成允许 after what was refused before.
  if (LATER.test(said)) return 'allow'
  if (against) return /要不要|是否/.test(said) ? 'unclear' : 'refuse'
  return FOR.test(said) && !ASKS.test(said) ? 'allow' : 'unclear'
}

/** What was refused before, and is allowed from now on. */
const LATER =
  /(?:之前|以前|原来|上次|曾经?)[^。！？]{0,20}[，, ](?:现在|如今|这次)[^。！？不别]{0,12}(?:允许|同意|可以|恢复|打开|开启)|\b(?:before|earlier|once)\b.{0,30}\b(?:turn|switch) (?:[a-z]+ ){0,4}back on\b/

/** "I don't mind if you write", 不介意联系: what is against something bad is for it, or for both. */
const DOUBLE =
  /不(?:介意|反对|拒绝)|没有?意见|(?:取消|撤销|撤回|关闭|关掉)(?:了)?(?:我的?)?(?:拒绝|退订|免打扰|勿扰|反对)|(?:不|别)(?:再)?(?:拒绝|退订|免打扰|屏蔽)|\b(?:not|dont|do not|no) (?:mind|objection|object)\b|\b(?:cancel|undo|withdraw|remove|revoke|stop) (?:my |the )?(?:opt out|optout|refusal|objection)\b/
