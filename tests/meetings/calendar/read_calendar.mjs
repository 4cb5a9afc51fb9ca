// Reads calendars with ical.js: a JSON string per line in, what it understood as one line of JSON out.
// Zones are those that the calendar itself defines, and no others.
import { createInterface } from "node:readline";
import ICAL from "ical.js";

const instant = (time) => (time ? time.toJSDate().toISOString().slice(0, 19) + "Z" : null);

function read(text) {
  ICAL.TimezoneService.reset();
  const calendar = new ICAL.Component(ICAL.parse(text));
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone), zone.getFirstPropertyValue("tzid"));
  }
  const entries = calendar.getAllSubcomponents("vevent");
  const masters = entries.filter((entry) => !entry.hasProperty("recurrence-id"));
  const found = [];
  for (const master of masters) {
    const exceptions = entries.filter(
      (entry) =>
        entry.hasProperty("recurrence-id") &&
        entry.getFirstPropertyValue("uid") === master.getFirstPropertyValue("uid"),
    );
    const event = new ICAL.Event(master, { exceptions });
    const occurrences = [];
    if (event.isRecurring()) {
      const iterator = event.iterator();
      for (let next = iterator.next(); next; next = iterator.next()) {
        const details = event.getOccurrenceDetails(next);
        occurrences.push([instant(details.startDate), instant(details.endDate)]);
      }
    } else {
      const hasEnd = master.hasProperty("dtend");
      occurrences.push([instant(event.startDate), hasEnd ? instant(event.endDate) : null]);
    }
    found.push({
      uid: event.uid,
      summary: event.summary,
      location: event.location,
      description: event.description,
      sequence: event.sequence,
      status: master.getFirstPropertyValue("status"),
      links: master.getAllProperties("conference").map((each) => each.getFirstValue()),
      occurrences,
    });
  }
  return { name: calendar.getFirstPropertyValue("name"), entries: found };
}

for await (const line of createInterface({ input: process.stdin })) {
  let answer;
  try {
    answer = read(JSON.parse(line));
  } catch (error) {
    answer = { error: String(error.stack) };
  }
  process.stdout.write(JSON.stringify(answer) + "\n");
}
