/** Cuts a message about a move into what is said of the old time and of the new one. */

/** Pieces of a folded message; null for what is not said. */
export interface MoveParts {
  readonly from: string | null
  readonly to: string | null
  /** Whether nothing marks what `to` is: it is the message as it stands. */
  readonly whole: boolean
}

const CHINESE_TO =
  /(?:改约|改期|改|换|挪|移|调整|调|变更|变|推迟|推后|延后|延迟|延期|延|提前|提早|顺延|推|放|重新约|重约|约)(?:一?下)?(?:到|成|为|在|去|至|往)/
/** 周六改周日; 改一下 and 换个 are followed by what is changed. */
const CHINESE_BARE =
  /(?:改约|改期|重新约|重约|改|换)(?!一下|下(?!周|午|个|星期|礼拜)|个(?!星期|礼拜)|时间|时段|天|期)/
const CHINESE_VERB = /改|换|挪|调整|推迟|提前|延后|取消/
const THING =
  /预约|上门|时间|安装|维修|师傅|装机|那单|appointment|visit|booking|slot|installation|engineer|technician/
const INSTEAD = /\b(?:instead of|rather than|not on)\b|而不是/
const ENGLISH_VERB =
  /\b(?:mov(?:e|ed|ing)|chang(?:e|ed|ing)|reschedul(?:e|ed|ing)|rearrange|re-arrange|shift|switch|swap|push|postpone|delay|bring|rebook|put)\b/
const ENGLISH_TO = /\b(?:to|until|till|into|for)\b/g
/** "2 to 4", "9am to 11": both are times of one span. */
const TIME_BEFORE = /(?:\d|am|pm|o'clock|noon|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) $/
const TIME_BEHIND = /^ (?:\d|noon|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)/
/** Each is tried as the beginning of what is said of the new time. */
const MOST_PLACES = 8
const ASKED = /,|\b(?:can|could|how about|what about|make it|let us|please)\b/

/**
 * The parts of a folded message.
 * @param isWhen whether a piece names a day or a time
 */
export function cutMove(form: string, isWhen: (part: string) => boolean): MoveParts {
  return (
    insteadOf(form, isWhen) ??
    chineseTo(form, isWhen) ??
    englishTo(form, isWhen) ??
    thenAsked(form, isWhen) ??
    (isAboutOld(form) && isWhen(form)
      ? { from: form, to: null, whole: false }
      : { from: null, to: form, whole: true })
  )
}

/** 想换个时间，周六可以吗: what comes last, and speaks of no appointment, is the new time. */
function thenAsked(form: string, isWhen: (part: string) => boolean): MoveParts | null {
  const cut = Math.max(...[...',，。;；!！?？'].map((mark) => form.slice(0, -1).lastIndexOf(mark)))
  const head = form.slice(0, Math.max(0, cut))
  const tail = form.slice(cut + 1)
  if (!isAboutOld(head) || isAboutOld(tail) || THING.test(tail) || !isWhen(tail)) return null
  return { from: isWhen(head) ? head : null, to: tail, whole: false }
}

/** "Friday instead of Tuesday", "instead of Tuesday, can it be Friday". */
function insteadOf(form: string, isWhen: (part: string) => boolean): MoveParts | null {
  const match = INSTEAD.exec(form)
  if (!match) return null
  const head = form.slice(0, match.index)
  const tail = form.slice(match.index + match[0].length)
  if (!isWhen(tail)) return null
  if (isWhen(head)) return { from: tail, to: lastPiece(head), whole: false }
  const asked = ASKED.exec(tail)
  if (!asked) return null
  const from = tail.slice(0, asked.index)
  const to = tail.slice(asked.index)
  return isWhen(from) && isWhen(to) ? { from, to, whole: false } : null
}

/** "I want to move it to Friday" before "instead of Tuesday". */
function lastPiece(head: string): string {
  const verb = ENGLISH_VERB.exec(head)
  return verb ? head.slice(verb.index + verb[0].length) : head
}

function chineseTo(form: string, isWhen: (part: string) => boolean): MoveParts | null {
  for (const [pattern, bare] of [
    [CHINESE_TO, false],
    [CHINESE_BARE, true],
  ] as const) {
    const match = pattern.exec(form)
    if (!match) continue
    const head = form.slice(0, match.index)
    const tail = form.slice(match.index + match[0].length)
    // 改明天的预约: what stands behind the verb is what is changed.
    const isOld = bare && /的 ?(?:那个|这个)?(?:预约|上门|时间|安装|维修|师傅|装机|那单)/.test(tail)
    if (isWhen(tail) && !isOld) return { from: oldPart(head, isWhen), to: tail, whole: false }
  }
  return null
}

/** What comes before 改到, without 不要 and 不是, which say that it no longer holds. */
function oldPart(head: string, isWhen: (part: string) => boolean): string | null {
  const part = head.replace(/不要|不是|不约|不行|没空|没时间|不方便|不在家?|有事|别/g, ' ')
  return isWhen(part) ? part : null
}

/** "move my Tuesday appointment to Friday after 3", "change from 3pm to 5pm". */
function englishTo(form: string, isWhen: (part: string) => boolean): MoveParts | null {
  const verb = ENGLISH_VERB.exec(form)
  if (!verb) return null
  const begin = verb.index + verb[0].length
  const given = /^ (?:it |this |that |my [a-z]{4,12} |the [a-z]{4,12} )?from\b/.test(
    form.slice(begin, begin + 40),
  )
  for (const word of ['to', 'until', 'till', 'into', 'for']) {
    const places = [...form.matchAll(ENGLISH_TO)].filter(([found], at) => found === word && at < MOST_PLACES)
    for (const match of places) {
      if (match.index < begin) continue
      const head = form.slice(0, match.index)
      const tail = form.slice(match.index + word.length)
      const inSpan = TIME_BEFORE.test(head.slice(-12)) && TIME_BEHIND.test(tail.slice(0, 8))
      if ((inSpan && !given) || !isWhen(tail)) continue
      const from = head.replace(/\bfrom\b/, ' ')
      return { from: isWhen(from) ? from : null, to: tail, whole: false }
    }
  }
  return null
}

/** "reschedule my Tuesday appointment", 我想改一下明天的上门: no new time is said. */
function isAboutOld(form: string): boolean {
  return (ENGLISH_VERB.test(form) || CHINESE_VERB.test(form) || /\bcancel\b/.test(form)) && THING.test(form)
}
