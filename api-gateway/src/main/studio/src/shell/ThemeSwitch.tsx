import { useEffect } from 'react'
import { Button } from './parts/Button'
import { useSetting } from './settings'

const NEXT: Record<string, string> = { system: 'light', light: 'dark', dark: 'system' }
const ICON = { system: 'auto', light: 'sun', dark: 'moon' } as const

/** Light, dark, or as the system has it. */
export function ThemeSwitch() {
  const [theme, setTheme] = useSetting('theme', 'system')
  useEffect(() => {
    if (theme === 'system') {
      delete document.documentElement.dataset.theme
    } else {
      document.documentElement.dataset.theme = theme
    }
  }, [theme])
  const next = NEXT[theme] ?? 'system'
  return (
    <Button
      look="plain"
      icon={ICON[theme as keyof typeof ICON] ?? 'auto'}
      label={`Colours: ${theme}. Change to ${next}`}
      onPress={() => setTheme(next)}
    />
  )
}
