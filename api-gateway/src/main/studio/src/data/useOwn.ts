import { useLayoutEffect, useMemo } from 'react'
import { useStudio } from '../shell/studio'
import { isOwn, ownerOf, stageAs, useStaged, type Change } from './staged'

/** What is staged by whom the session acts as, here; what is staged meanwhile is theirs as well. */
export function useOwn(): readonly Change[] {
  const { session, schema } = useStudio()
  const staged = useStaged()
  const owner = useMemo(() => ownerOf(session, schema), [session, schema])
  useLayoutEffect(() => stageAs(owner), [owner])
  return useMemo(() => staged.filter((change) => isOwn(change, owner)), [staged, owner])
}
