const drawings = {
  leave: ['M9 4H5.5A1.5 1.5 0 0 0 4 5.5v9A1.5 1.5 0 0 0 5.5 16H9', 'M8.5 10H17', 'M13.5 6.5 17 10l-3.5 3.5'],
  guide: [
    'M10 5.5C8.5 4.3 6.4 4 4 4v11c2.4 0 4.5.3 6 1.5',
    'M10 5.5C11.5 4.3 13.6 4 16 4v11c-2.4 0-4.5.3-6 1.5V5.5',
  ],
  records: ['M5 3.5h10v13l-2-1.3-1.5 1.3-1.5-1.3-1.5 1.3L7 15.2l-2 1.3z', 'M8 7.5h4', 'M8 10.5h4'],
  restore: ['M4.5 10a5.5 5.5 0 1 0 1.6-3.9', 'M4.5 3.5v3h3', 'M10 7.2V10l2 1.4'],
  storage: ['M3.5 4.5h13v11h-13z', 'M10.5 4.5v11', 'M10.5 9h6'],
  timeline: ['M3 10.5h3l2-5.5 3.5 10 2.2-4.5H17'],
  up: ['M10 15.5v-11', 'm5.5 9 4.5-4.5L14.5 9'],
  down: ['M10 4.5v11', 'm5.5 11 4.5 4.5 4.5-4.5'],
  home: ['M4 9.5 10 4l6 5.5', 'M5.5 8.5V16h9V8.5', 'M8.5 16v-4h3v4'],
  people: [
    'M7 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
    'M2.5 15.5c.3-2.6 2-4 4.5-4s4.2 1.4 4.5 4',
    'M13.5 9.5a2 2 0 1 0 0-4',
    'M13.5 11.7c2.2 0 3.7 1.2 4 3.3',
  ],
  seat: ['M10 9.5a3 3 0 1 0 0-6 3 3 0 0 0 0 6z', 'M4.5 16.5c.4-3 2.6-4.5 5.5-4.5s5.1 1.5 5.5 4.5'],
  settings: ['M4 6.5h7', 'M15 6.5h1', 'M13 4.5v4', 'M4 13.5h1', 'M9 13.5h7', 'M7 11.5v4'],
  check: ['m4.5 10.5 3.5 3.5 7.5-8'],
  dash: ['M5 10h10'],
  search: ['M9 14.5a5.5 5.5 0 1 0 0-11 5.5 5.5 0 0 0 0 11z', 'm13 13 3.5 3.5'],
  cross: ['m5.5 5.5 9 9', 'm14.5 5.5-9 9'],
  chevron: ['m7.5 5 5 5-5 5'],
  question: ['M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'M8 8.2A2 2 0 1 1 10 10.5v.8', 'M10 13.6v.1'],
  info: ['M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'M10 9.5v4', 'M10 6.5v.1'],
  low: ['M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'm7 10.2 2.1 2.1L13 8.2'],
  medium: ['M10 17a7 7 0 1 0 0-14 7 7 0 0 0 0 14z', 'M7 10h6'],
  high: ['m10 3.5 7 12.5H3z', 'M10 8.5v3.5', 'M10 14v.1'],
  irreversible: ['M7 3.5h6l3.5 3.5v6L13 16.5H7L3.5 13V7z', 'm7.5 7.5 5 5', 'm12.5 7.5-5 5'],
  key: ['M7 13a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7z', 'M10.5 9.5H17', 'M14 9.5V12', 'M16.5 9.5v2'],
  lock: ['M5.5 9.5h9v7h-9z', 'M7.5 9.5V7a2.5 2.5 0 0 1 5 0v2.5'],
  'lock-open': ['M5.5 9.5h9v7h-9z', 'M7.5 9.5V6a2.5 2.5 0 0 1 4.8-.9'],
  folder: [
    'M3.5 6.5A1.5 1.5 0 0 1 5 5h3l1.5 2H15a1.5 1.5 0 0 1 1.5 1.5V14a1.5 1.5 0 0 1-1.5 1.5H5A1.5 1.5 0 0 1 3.5 14z',
  ],
  chat: ['M4 4.5h12v9H9.5L6 16.5v-3H4z', 'M7.5 9h.1', 'M10 9h.1', 'M12.5 9h.1'],
  phone: ['M6.5 3h7v14h-7z', 'M9 14.5h2'],
  refresh: ['M15.5 10a5.5 5.5 0 1 1-1.6-3.9', 'M15.5 3.5v3h-3'],
  copy: ['M7.5 7.5h8v8h-8z', 'M12.5 7.5v-3h-8v8h3'],
  save: ['M10 3.5v8.5', 'm6.5 8.8 3.5 3.5 3.5-3.5', 'M4 16h12'],
} as const;

export type IconName = keyof typeof drawings;

/** A decorative icon, hidden from screen readers: the text beside it carries the meaning. */
export function Icon({ name, size = 20 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg
      aria-hidden="true"
      width={size}
      height={size}
      viewBox="0 0 20 20"
      fill="none"
      stroke="currentColor"
      strokeWidth="1.5"
      strokeLinecap="round"
      strokeLinejoin="round"
    >
      {drawings[name].map((path) => (
        <path key={path} d={path} />
      ))}
    </svg>
  );
}
