/** Money of a campaign as it is kept: in thousandths of the currency's smallest unit. */
export const thousandths = (amount: number): number => Math.round(amount * 1000)
