/** The only two channels between the window and main. */
export const requestChannel = 'signoff:request';
export const eventChannel = 'signoff:event';
