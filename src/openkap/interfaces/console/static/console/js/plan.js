// The clock of the next reading, counted on by the tablet itself while there is no network: the schedule of the route as the
// server's data state it, the doses and readings that the server knows, and those that wait here. The same reckoning as
// clinical/monitoring/schedule.py; tests/interfaces/console/test_plan.py holds the two against each other.

const MINUTE = 60_000;

function fixed({ at, during }, infusion) {
  if (!during) return at;
  const times = [];
  for (let minute = during; minute < infusion; minute += during) times.push(minute);
  return [...times, infusion];
}

// Milliseconds since the epoch; null where no further reading is timed. dosed, read: the same; read null where none was taken.
export function nextDue(route, { dosed, infusion = null, read = null }) {
  const times = fixed(route, infusion);
  const served = read === null ? null : (read - dosed) / MINUTE + route.amber;
  const first = times.find((minute) => served === null || minute > served);
  if (first !== undefined) return dosed + first * MINUTE;
  if (!route.then) return null;
  const last = times.at(-1) ?? 0;
  const steps = served === null || served < last ? 1 : Math.floor((served - last) / route.then) + 1;
  return dosed + (last + steps * route.then) * MINUTE;
}

// What the clocks show, with what waits here: {dosed, doses, due, route}. waiting: entries of the queue, in their order.
export function reckon(plan, waiting) {
  let dose = plan.dose && { ...plan.dose, at: Date.parse(plan.dose.at) };
  let read = plan.reading === null ? null : Date.parse(plan.reading);
  for (const { at, data, url } of waiting) {
    if (data.happened_at) continue; // its moment is the server's to say
    if (url.endsWith("/reading/")) read = Math.max(read ?? at, at);
    if (url.endsWith("/dose/") && at >= (dose?.at ?? at)) dose = { route: data.route, at, infusion_min: Number(data.infusion_min) || null };
  }
  if (!dose || !plan.open) return null;
  const route = plan.routes[dose.route];
  const since = read !== null && read >= dose.at ? read : null;
  return { dosed: dose.at, due: nextDue(route, { dosed: dose.at, infusion: dose.infusion_min, read: since }), route };
}
