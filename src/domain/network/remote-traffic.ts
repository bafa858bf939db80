/** What runs of a model on another machine sent there and got back, whatever became of them. */
export interface RemoteTraffic {
  /** Of requests: where one was broken off, not all of it may have left. */
  readonly sentBytes: number;
  readonly receivedBytes: number;
}

export const NO_REMOTE_TRAFFIC: RemoteTraffic = { sentBytes: 0, receivedBytes: 0 };

export function addRemoteTraffic(first: RemoteTraffic, second: RemoteTraffic): RemoteTraffic {
  return {
    sentBytes: first.sentBytes + second.sentBytes,
    receivedBytes: first.receivedBytes + second.receivedBytes,
  };
}
