export interface Rule {
	readonly uid: string;
	readonly title: string;
}
