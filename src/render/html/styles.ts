import { chainStyle } from './chain.ts'
import { conversationStyle } from './conversation.ts'
import { findingStyle } from './findings.ts'
import { kindsStyle } from './kinds.ts'
import { alternativesStyle, needsStyle, setStyle } from './needs.ts'
import { nextStyle } from './next.ts'
import { contentsStyle } from './page.ts'
import { base } from './parts/base.ts'
import { palette } from './parts/palette.ts'
import { reachStyle } from './reach.ts'
import { meaningStyle, profileStyle } from './reference.ts'
import { sectionStyle } from './section.ts'
import { stripStyle } from './strip.ts'
import { tokenStyle } from './token.ts'
import { verdictStyle } from './verdict.ts'

/** What any report may need, for a page that is to show whatever comes. */
export const allStyles: readonly string[] = [
  palette,
  base,
  sectionStyle,
  verdictStyle,
  nextStyle,
  stripStyle,
  contentsStyle,
  chainStyle,
  conversationStyle,
  kindsStyle,
  tokenStyle,
  reachStyle,
  findingStyle,
  needsStyle,
  setStyle,
  alternativesStyle,
  meaningStyle,
  profileStyle,
]
