//! A wire that counts: connections are carried on to a server, and every byte of them is counted, both ways.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinHandle;

/// Carries until dropped.
pub(super) struct Wire {
    address: SocketAddr,
    carried: Arc<AtomicU64>,
    carrying: JoinHandle<()>,
}

impl Wire {
    pub(super) async fn to(server: SocketAddr) -> Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let carried = Arc::new(AtomicU64::new(0));
        let count = Arc::clone(&carried);
        let carrying = tokio::spawn(async move {
            while let Ok((mut near, _)) = listener.accept().await {
                let count = Arc::clone(&count);
                tokio::spawn(async move {
                    let Ok(mut far) = TcpStream::connect(server).await else { return };
                    let Ok((there, back)) = tokio::io::copy_bidirectional(&mut near, &mut far).await else {
                        return;
                    };
                    count.fetch_add(there + back, Ordering::Relaxed);
                });
            }
        });
        Ok(Self { address, carried, carrying })
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.address
    }

    /// Bytes of the connections that have ended: every call has one of its own.
    pub(super) fn carried(&self) -> u64 {
        self.carried.load(Ordering::Relaxed)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        self.carrying.abort();
    }
}
