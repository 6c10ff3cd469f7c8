/** For tests: the page's routes, asked as the page does. */
import type { startCampaign } from './world.ts'

type World = Pick<Awaited<ReturnType<typeof startCampaign>>, 'app'>

export async function ask(world: World, method: 'GET' | 'PUT' | 'POST', url: string, payload?: object) {
  const answer = await world.app.server.inject({
    method,
    url,
    ...(payload && { payload }),
    headers: { host: 'localhost' },
  })
  return { status: answer.statusCode, body: answer.body === '' ? undefined : answer.json() }
}
