/** The two channels between the window and main; there is no third. */
export const requestChannel = 'signoff:request';
export const eventChannel = 'signoff:event';
