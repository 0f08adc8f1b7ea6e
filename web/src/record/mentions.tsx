// Text in which colleagues are named: "@李文静" stands out.
import { Fragment } from 'react'
import { splitMentions } from './mention_text'

export function Rich({ text }: { text: string }) {
  return (
    <>
      {splitMentions(text).map((part, index) =>
        part.mention ? (
          <span key={index} className="mention">
            {part.text}
          </span>
        ) : (
          <Fragment key={index}>{part.text}</Fragment>
        ),
      )}
    </>
  )
}
