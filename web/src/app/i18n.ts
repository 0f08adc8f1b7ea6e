// Sentences come from the top-level locale files, the keys `web.*` of one language at a time.
import i18next from 'i18next'
import { initReactI18next } from 'react-i18next'
import type { Language } from '../base/numbers'

const loaders: Record<Language, () => Promise<{ default: Record<string, string> }>> = {
  'zh-CN': () => import('virtual:locale/zh-CN'),
  en: () => import('virtual:locale/en'),
}

export async function startI18n(language: Language): Promise<void> {
  const { default: sentences } = await loaders[language]()
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: false,
    keySeparator: false,
    nsSeparator: false,
    resources: { [language]: { translation: sentences } },
    interpolation: { escapeValue: false, prefix: '{', suffix: '}' },
    react: { useSuspense: false },
  })
}

export async function changeLanguage(language: Language): Promise<void> {
  if (!i18next.hasResourceBundle(language, 'translation')) {
    i18next.addResourceBundle(language, 'translation', (await loaders[language]()).default)
  }
  await i18next.changeLanguage(language)
}
