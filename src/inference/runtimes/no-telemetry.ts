/**
 * From 1.29 on ONNX Runtime tells its maker of each session: the model's name and hashes, the machine, and an id that it keeps
 * in the user's home. Nothing of that may leave a port. It asks this variable when it is loaded, and that of the process: set
 * in a thread it says nothing, so that each entry of a program that starts threads sets it, too.
 */
process.env['ORT_DISABLE_TELEMETRY'] = '1';
