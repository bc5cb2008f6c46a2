/** What went wrong between those who wrote and those who read, and who was passed over too long. Pure. */

/** Messages of one side of one conversation. */
export interface Faults {
  readonly sent: number
  /** Of them, those that arrived, each once. */
  readonly delivered: number
  readonly lost: number
  /** Copies too many. */
  readonly doubled: number
  /** Messages that arrived after one that was sent later. */
  readonly misordered: number
}

/** Compares what was acknowledged, in order, with what arrived; nothing else is looked at. */
export function faultsOf(sent: readonly string[], arrived: readonly string[]): Faults {
  const place = new Map(sent.map((text, at) => [text, at]))
  const seen = new Set<number>()
  let doubled = 0
  let misordered = 0
  let newest = -1
  for (const text of arrived) {
    const at = place.get(text)
    if (at === undefined) continue
    if (seen.has(at)) {
      doubled += 1
      continue
    }
    seen.add(at)
    if (at < newest) misordered += 1
    newest = Math.max(newest, at)
  }
  return { sent: place.size, delivered: seen.size, lost: place.size - seen.size, doubled, misordered }
}

/** A message of an agent that the server has acknowledged. */
export interface SentReply {
  readonly conversation: string
  readonly text: string
  /** Milliseconds of this process. */
  readonly at: number
}

/** Milliseconds from sending to coming, by text. */
export function delaysOf(sent: ReadonlyMap<string, number>, came: ReadonlyMap<string, number>): number[] {
  return [...sent].flatMap(([text, at]) => {
    const arrived = came.get(text)
    return arrived === undefined ? [] : [Math.max(0, arrived - at)]
  })
}

/** A hand-over as the database has it; milliseconds since 1970. */
export interface Waited {
  readonly conversation_id: string
  readonly started_at: number
  readonly claimed_at: number | null
  readonly ended_at: number | null
  readonly priority: number | null
}

/** A conversation an agent took, and the moment (of the server) at which the list or the offer it was chosen from was made. */
export interface Take {
  readonly conversation: string
  readonly chosenAt: number
}

const DANGER = 100

/**
 * How many waited beyond the bound and were passed over: somebody in no danger who came later was chosen then, and they
 * themselves more than one offer later. Whoever is being asked about cannot be offered to a second agent.
 * @param boundMs milliseconds
 * @param offerMs how long an offer stands, with what a list may be old; milliseconds
 */
export function starvedIn(
  rows: readonly Waited[],
  takes: readonly Take[],
  { boundMs, offerMs }: { readonly boundMs: number; readonly offerMs: number },
): number {
  const chosenAt = new Map<Waited, number>()
  for (const { conversation, chosenAt: at } of takes) {
    const row = rows.find(
      (each) =>
        each.conversation_id === conversation && each.started_at <= at && (each.claimed_at ?? 0) >= at,
    )
    if (row) chosenAt.set(row, at)
  }
  const others = [...chosenAt].filter(([{ priority }]) => (priority ?? 0) < DANGER)
  return rows.filter((row) => {
    const own = chosenAt.get(row) ?? row.claimed_at ?? row.ended_at ?? Number.POSITIVE_INFINITY
    return others.some(
      ([other, at]) =>
        other.started_at > row.started_at && at > row.started_at + boundMs && own - at > offerMs,
    )
  }).length
}
