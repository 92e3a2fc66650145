/** Cards of all models, verbs and formats: collected from the engine by the build, so that the host never loads it. */
declare module 'model-cells:catalogue' {
  const catalogue: import('../protocol/cards').Catalogue;
  export default catalogue;
}
