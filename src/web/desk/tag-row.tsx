/** The tags of a conversation: known words by which it is sorted and found. */

import { CloseOutlined, TagOutlined } from '@ant-design/icons'
import { fill } from '../widget/strings.ts'
import { useWords } from './desk-context.ts'
import type { SettingsState } from './use-settings-state.ts'

/** Most tags of a conversation. */
const LIMIT = 10

export interface TagRowProps {
  readonly tags: readonly string[]
  readonly known: SettingsState
  readonly mayChange: boolean
  /** @param tags all it has from now on. @param said what is told afterwards */
  change(tags: readonly string[], said: string): void
}

export function TagRow({ tags, known: { settings }, mayChange, change }: TagRowProps) {
  const { words, language } = useWords()
  const known = settings?.tags ?? []
  // What leads have taken out of the list is shown as it is stored.
  const nameOf = (id: string) => known.find((tag) => tag.id === id)?.name[language] ?? id
  const left = known.filter(({ id }) => !tags.includes(id))
  if (tags.length === 0 && (!mayChange || left.length === 0)) return null
  return (
    <div className="tags">
      {tags.length > 0 && (
        <ul aria-label={words.tags}>
          {tags.map((id) => (
            <li key={id} className="tag">
              <TagOutlined aria-hidden /> <bdi>{nameOf(id)}</bdi>
              {mayChange && (
                <button
                  type="button"
                  aria-label={fill(words.tagRemove, { tag: nameOf(id) })}
                  onClick={() =>
                    change(
                      tags.filter((other) => other !== id),
                      fill(words.tagRemoved, { tag: nameOf(id) }),
                    )
                  }
                >
                  <CloseOutlined aria-hidden />
                </button>
              )}
            </li>
          ))}
        </ul>
      )}
      {mayChange && left.length > 0 && (
        <select
          className="tag-add"
          aria-label={words.tagAdd}
          value=""
          disabled={tags.length >= LIMIT}
          title={tags.length >= LIMIT ? words.tagFull : undefined}
          onChange={({ target: { value } }) =>
            change([...tags, value], fill(words.tagAdded, { tag: nameOf(value) }))
          }
        >
          <option value="" disabled>
            + {words.tagAdd}
          </option>
          {left.map(({ id, name }) => (
            <option key={id} value={id}>
              {name[language]}
            </option>
          ))}
        </select>
      )}
    </div>
  )
}
