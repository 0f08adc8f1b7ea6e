// The one place where create and edit forms open, whoever asks.
import { lazy, Suspense, useEffect } from 'react'
import { provideQuickCreate } from '../fields/quick_create'
import { PanelBoundary } from '../ui/states'
import { openForm, useStores } from './stores'

const RecordForm = lazy(() => import('./form'))

export function FormHost() {
  const forms = useStores((stores) => stores.forms)
  useEffect(() => {
    provideQuickCreate((object, defaults, onDone) => openForm({ object, defaults, onDone }))
  }, [])
  if (forms.length === 0) return null
  return (
    <PanelBoundary>
      <Suspense fallback={null}>
        {forms.map((request, index) => (
          <RecordForm key={index} request={request} />
        ))}
      </Suspense>
    </PanelBoundary>
  )
}
