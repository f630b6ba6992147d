/** The look of a name and of a value in tables of parameters. */
export const nameCell = "w-[42%] px-3 py-[5px] text-left align-top font-normal [overflow-wrap:anywhere]";
export const valueCell = "text-mono px-3 py-[5px] align-top [overflow-wrap:anywhere]";
