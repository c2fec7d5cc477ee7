/** @file The api room: the contract implemented over the rooms, and the HTTP door. */
export { inProcessClient } from './client.ts';
export { createEventHub, type EventHub } from './events.ts';
export { createUploads, type Uploads } from './uploads.ts';
export { createHttp, type Door, type Fetch } from './http.ts';
export { createHouse } from './house.ts';
export { createRouter } from './implement.ts';
export { createSessions, type Sessions } from './sessions.ts';
