/** The chosen files above the text field, each with a way to take it out again. */

import { sizeText } from '../shared/sizes.ts'
import { Thumbnail } from './file-view.tsx'
import { CloseIcon } from './icons.tsx'
import { MOST_FILES, type Refusal } from './picks.ts'
import { fill, type Strings } from './strings.ts'
import type { Picks } from './use-picks.ts'

function refusalText({ why, name }: Refusal, maxMb: number, words: Strings): string {
  return fill(words[why], { name, limit: why === 'tooMany' ? MOST_FILES : maxMb })
}

export interface PickedFilesProps {
  readonly picks: Picks
  readonly words: Strings
  focusField(): void
}

export function PickedFiles({ picks, words, focusField }: PickedFilesProps) {
  const { files, refusal, maxMb, remove } = picks
  return (
    <>
      {files.length > 0 && (
        <ul class="picks" aria-label={words.picked}>
          {files.map((file, index) => (
            <li key={index}>
              <Thumbnail key={file.name} file={file} />
              <span class="named">
                <bdi>{file.name}</bdi>
                <small>{sizeText(file.size)}</small>
              </span>
              <button
                type="button"
                aria-label={fill(words.removeFile, { name: file.name })}
                title={words.discard}
                onClick={() => {
                  remove(file)
                  focusField()
                }}
              >
                <CloseIcon />
              </button>
            </li>
          ))}
        </ul>
      )}
      <div role="status">{refusal && <p class="refusal">{refusalText(refusal, maxMb, words)}</p>}</div>
    </>
  )
}
