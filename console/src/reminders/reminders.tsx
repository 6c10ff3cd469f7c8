/** The reminders: each campaign with its state and figures, and the people of the one that is looked at. */
import { useState } from 'react'
import { useCampaignFigures, useCampaigns, useSetCampaign } from '../api/queries.ts'
import type { Campaign, CampaignState } from '../api/types.ts'
import { Trouble } from '../phone/trouble.tsx'
import { toRefusal } from '../phone/use-own-call.ts'
import { People } from './people.tsx'
import { figuresOf, stateInWords } from './reminder-words.ts'
import styles from './reminders.module.css'

/** Nothing at all where there are no campaigns. */
export function RemindersPanel() {
  const campaigns = useCampaigns()
  const setCampaign = useSetCampaign()
  if (campaigns.isPending || (campaigns.isSuccess && campaigns.data.length === 0)) return null
  return (
    <section className={styles.panel} aria-label="Reminders">
      <h2 className={styles.title}>Reminders</h2>
      {campaigns.isError && <Trouble {...toRefusal(campaigns.error)} />}
      {setCampaign.isError && <Trouble {...toRefusal(setCampaign.error)} onClose={setCampaign.reset} />}
      {campaigns.data?.map((campaign) => (
        <CampaignCard
          key={campaign.name}
          campaign={campaign}
          onSet={(state) => setCampaign.mutate({ name: campaign.name, state })}
        />
      ))}
    </section>
  )
}

interface CampaignCardProps {
  readonly campaign: Campaign
  readonly onSet: (state: CampaignState) => void
}

function CampaignCard({ campaign, onSet }: CampaignCardProps) {
  const figures = useCampaignFigures(campaign.name)
  return (
    <article className={styles.campaign} aria-label={`Campaign ${campaign.name}`}>
      <header className={styles.head}>
        <h3>{campaign.name}</h3>
        <p className={styles.state} data-state={campaign.state}>
          {stateInWords(campaign)}
        </p>
        <Controls state={campaign.state} onSet={onSet} />
      </header>
      {figures.isError && <Trouble {...toRefusal(figures.error)} />}
      {figures.data && (
        <dl className={styles.figures} aria-label="Figures">
          {figuresOf(figures.data).map(({ name, value, hint }) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>
                {value}
                {hint !== undefined && <span className={styles.hint}> {hint}</span>}
              </dd>
            </div>
          ))}
        </dl>
      )}
      <People campaign={campaign.name} />
    </article>
  )
}

/** To stop for good cannot be undone by anybody, so it takes a second press. */
function Controls({ state, onSet }: { readonly state: CampaignState; readonly onSet: (state: CampaignState) => void }) {
  const [isStopping, setStopping] = useState(false)
  if (state === 'stopped') return null
  return (
    <div className={styles.controls}>
      {state === 'running' ? (
        <button type="button" onClick={() => onSet('paused')}>
          Pause
        </button>
      ) : (
        <button type="button" onClick={() => onSet('running')}>
          Resume
        </button>
      )}
      {isStopping ? (
        <>
          <button type="button" className={styles.stop} onClick={() => onSet('stopped')}>
            Stop for good
          </button>
          <button type="button" onClick={() => setStopping(false)}>
            Keep it
          </button>
        </>
      ) : (
        <button type="button" onClick={() => setStopping(true)}>
          Stop…
        </button>
      )}
    </div>
  )
}
