//! The Worker that runs the client: takes in events, carries out effects, and shows what has changed.

use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, VecDeque};
use std::rc::Rc;

use client::KdfParameters;
use client::account::{Exchange, Exchanged};
use client::screen::{FromScreen, Holder, ToScreen, Trouble};
use client::{Area, Client, Effect, Event, Intent, Later, Now, Settings};
use futures_util::future::LocalBoxFuture;
use js_sys::Date;
use protocol::{MailboxId, Timestamp};
use serde_json::value::RawValue;
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use wasm_bindgen_futures::spawn_local;
use web_sys::{MessagePort, WorkerGlobalScope};
use zeroize::Zeroizing;

use crate::network::{self, Watch};
use crate::nfc::nfc;
use crate::port::Port;
use crate::store::Store;
use crate::tabs::{BetweenTabs, Channel, WriterLock};
use crate::{device_key, messages, random};

const TICK_MS: i32 = 15_000;
const SETTINGS: Settings = Settings { kdf: KdfParameters::DEFAULT, answers_unverified_checks: false, nfc };

struct App {
    store: Store,
    client: RefCell<Client>,
    later: Cell<Option<LaterPart>>,
    fetch_later: FetchLater,
    is_fetching: Cell<bool>,
    /// What was done in areas that are not here yet, in order.
    done_early: RefCell<Vec<(Area, Box<RawValue>)>>,
    waiting: RefCell<VecDeque<Event>>,
    at_work: Cell<bool>,
    watches: RefCell<BTreeMap<MailboxId, Watch>>,
    holder: Cell<Holder>,
    /// Saves that the store has not answered.
    saving: Cell<usize>,
    /// Another tab is to go on, once nothing is being saved here.
    gives_way: Cell<bool>,
    other_tabs: Cell<bool>,
    channel: RefCell<Option<Channel>>,
    /// To the Worker that makes or opens a copy just now.
    copies: RefCell<Option<Port>>,
    lock: WriterLock,
}

/// What comes after the first question.
#[derive(Clone, Copy)]
pub struct LaterPart {
    /// The client's areas.
    pub areas: Later,
    /// What has a passphrase meet the server.
    pub exchange: fn(Exchange) -> LocalBoxFuture<'static, Exchanged>,
}

/// How it is fetched; `None` if that fails.
pub type FetchLater = fn() -> LocalBoxFuture<'static, Option<LaterPart>>;

/// Runs for as long as the tab is open.
pub async fn run(fetch_later: FetchLater) {
    let Ok(store) = Store::open().await else {
        return messages::tell(&ToScreen::Trouble(Trouble::NoStore));
    };
    let app = Rc::new(App {
        store,
        client: RefCell::new(Client::for_the_first_question(SETTINGS)),
        later: Cell::new(None),
        fetch_later,
        is_fetching: Cell::new(false),
        done_early: RefCell::default(),
        waiting: RefCell::default(),
        at_work: Cell::new(false),
        watches: RefCell::default(),
        holder: Cell::new(Holder::AnotherTab),
        saving: Cell::new(0),
        gives_way: Cell::new(false),
        other_tabs: Cell::new(false),
        channel: RefCell::new(None),
        copies: RefCell::new(None),
        lock: WriterLock::default(),
    });
    let listening = Rc::clone(&app);
    let copying = Rc::clone(&app);
    messages::listen(move |said| listening.hear(said), move |port| copying.open_port(port));
    let listening = Rc::clone(&app);
    match Channel::open(move |said| listening.hear_tab(said)) {
        Ok(channel) => app.channel.replace(Some(channel)),
        Err(_) => return messages::tell(&ToScreen::Trouble(Trouble::NoLocks)),
    };
    let first = Rc::clone(&app);
    if app.lock.ask(true, move |granted| first.begin_or_wait(granted)).is_err() {
        messages::tell(&ToScreen::Trouble(Trouble::NoLocks));
    }
    tick(&app);
}

impl App {
    fn begin_or_wait(self: Rc<Self>, granted: bool) {
        if granted {
            return self.begin();
        }
        self.wait_for_lock();
        self.say_to_tabs(&BetweenTabs::Here);
    }

    fn wait_for_lock(self: &Rc<Self>) {
        self.holder.set(Holder::AnotherTab);
        messages::tell(&ToScreen::Held(Holder::AnotherTab));
        let waiting = Rc::clone(self);
        let _ = self.lock.ask(false, move |_| waiting.begin());
    }

    /// This tab writes from now on.
    fn begin(self: Rc<Self>) {
        self.holder.set(Holder::Here);
        messages::tell(&ToScreen::Held(Holder::Here));
        self.client.replace(Client::for_the_first_question(SETTINGS));
        if let Some(later) = self.later.get() {
            self.take(Event::LaterCame(later.areas));
        }
        spawn_local(async move {
            match self.store.head().await {
                Ok(head) => {
                    // Whoever has been here before has more than a first question to see.
                    if head.is_some() {
                        self.want_later();
                    }
                    self.take(Event::Started { head });
                }
                // A store that cannot be read must not look like an empty one.
                Err(_) => messages::tell(&ToScreen::Trouble(Trouble::NoStore)),
            }
        });
    }

    fn hear(self: &Rc<Self>, said: FromScreen) {
        match (said, self.holder.get()) {
            (FromScreen::Did(area, deed), Holder::Here) => self.did(area, deed),
            (FromScreen::Later, _) => self.want_later(),
            (FromScreen::Online, Holder::Here) => self.take(Event::Online),
            (FromScreen::Touched, Holder::Here) => self.take(Event::Touched),
            (FromScreen::TakeOver, Holder::AnotherTab) => self.say_to_tabs(&BetweenTabs::GiveWay),
            _ => {}
        }
    }

    /// Something was done; in an area that is not here yet, it waits for it.
    fn did(self: &Rc<Self>, area: Area, deed: Box<RawValue>) {
        let intent = self.client.borrow().read_intent(area, &deed);
        match intent {
            Some(intent) => self.take(Event::Person(intent)),
            None if !matches!(area, Area::Vault | Area::CheckIn) && self.later.get().is_none() => {
                self.done_early.borrow_mut().push((area, deed));
                self.want_later();
            }
            None => {}
        }
    }

    /// Fetches the areas that come after the first question, unless that has been done.
    fn want_later(self: &Rc<Self>) {
        if self.later.get().is_some() || self.is_fetching.replace(true) {
            return;
        }
        let app = Rc::clone(self);
        spawn_local(async move {
            let fetched = (app.fetch_later)().await;
            app.is_fetching.set(false);
            let Some(later) = fetched else { return messages::tell(&ToScreen::NoLater) };
            app.later.set(Some(later));
            app.take(Event::LaterCame(later.areas));
            for (area, deed) in app.done_early.take() {
                app.did(area, deed);
            }
        });
    }

    /// What comes through the port is said as if on a screen.
    fn open_port(self: &Rc<Self>, port: MessagePort) {
        let app = Rc::clone(self);
        let port = Port::open(port, move |text| {
            if let Ok(said) = serde_json::from_str(&text) {
                app.hear(said);
            }
        });
        self.copies.replace(Some(port));
    }

    fn hear_tab(self: &Rc<Self>, said: BetweenTabs) {
        match (said, self.holder.get()) {
            (BetweenTabs::Here, Holder::Here) => {
                self.other_tabs.set(true);
                Area::ALL.into_iter().for_each(|area| self.show(area));
            }
            (BetweenTabs::GiveWay, Holder::Here) => {
                self.take(Event::Person(Intent::Vault(client::vault::Intent::Lock)));
                self.holder.set(Holder::AnotherTab);
                self.gives_way.set(true);
                self.give_way_once_saved();
            }
            (BetweenTabs::Shows(json), Holder::AnotherTab) => messages::relay(&json),
            _ => {}
        }
    }

    /// Whoever goes on in another tab reads the store at once: what was said last here has to be in it.
    fn give_way_once_saved(self: &Rc<Self>) {
        if self.saving.get() == 0 && self.gives_way.replace(false) {
            self.lock.release();
            self.wait_for_lock();
        }
    }

    /// Takes in an event, and all that follow from it, one at a time.
    fn take(self: &Rc<Self>, event: Event) {
        self.waiting.borrow_mut().push_back(event);
        if self.at_work.replace(true) {
            return;
        }
        while let Some(event) = self.next() {
            let effects = self.client.borrow_mut().update(event, now(), &mut random::system());
            for effect in effects {
                self.carry_out(effect);
            }
        }
        self.at_work.set(false);
    }

    fn next(&self) -> Option<Event> {
        self.waiting.borrow_mut().pop_front()
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Redraw(area) => self.show(area),
            Effect::Watch(mailbox, read) => {
                let app = Rc::clone(self);
                if let Some(watch) = Watch::begin(mailbox, read, move || app.take(Event::Woken(mailbox))) {
                    self.watches.borrow_mut().insert(mailbox, watch);
                }
            }
            Effect::Unwatch(mailbox) => drop(self.watches.borrow_mut().remove(&mailbox)),
            Effect::UnwatchAll => self.watches.borrow_mut().clear(),
            Effect::HandOver(copy) => {
                if let Some(port) = &*self.copies.borrow() {
                    port.say(copy.as_str());
                }
            }
            slow => {
                let app = Rc::clone(self);
                let saves = usize::from(matches!(slow, Effect::Save(..)));
                self.saving.update(|saving| saving + saves);
                spawn_local(async move {
                    if let Some(event) = app.slowly(slow).await {
                        app.take(event);
                    }
                    app.saving.update(|saving| saving - saves);
                    app.give_way_once_saved();
                });
            }
        }
    }

    /// Effects that take time, and what they come to.
    async fn slowly(&self, effect: Effect) -> Option<Event> {
        match effect {
            Effect::Save(id, writes) => Some(Event::Stored(id, self.store.save(writes).await)),
            Effect::ReadRecords => match self.store.records().await {
                Ok(records) => Some(Event::RecordsRead(records)),
                Err(_) => {
                    messages::tell(&ToScreen::Trouble(Trouble::NoStore));
                    None
                }
            },
            Effect::GoOn => {
                turn().await;
                Some(Event::GoOn)
            }
            Effect::Erase => {
                let erased = self.store.erase().await;
                // What is still there is shown, rather than a first door that hides it.
                let head = if erased.is_ok() { None } else { self.store.head().await.ok().flatten() };
                Some(Event::Started { head })
            }
            Effect::MakeDeviceKey { secret } => {
                Some(Event::DeviceKeyMade(self.make_device_key(&secret).await))
            }
            Effect::OpenWithDeviceKey { wrapped } => {
                Some(Event::DeviceKeyOpened(self.open_with_device_key(&wrapped).await))
            }
            Effect::ForgetDeviceKey => {
                // The head no longer has a slot for it, so a key left behind opens nothing.
                let _ = self.store.forget_device_key().await;
                None
            }
            Effect::Call(id, call) => Some(Event::Answered(id, network::call(&call).await)),
            Effect::Exchange(id, exchange) => {
                let exchanged = match self.later.get() {
                    Some(later) => (later.exchange)(exchange).await,
                    // Whatever asks for it is in there.
                    None => Exchanged::Unreachable,
                };
                Some(Event::Exchanged(id, exchanged))
            }
            Effect::Redraw(_)
            | Effect::Watch(..)
            | Effect::Unwatch(_)
            | Effect::UnwatchAll
            | Effect::HandOver(_) => None,
        }
    }

    async fn make_device_key(&self, secret: &[u8]) -> Option<Vec<u8>> {
        let key = device_key::make().await.ok()?;
        self.store.keep_device_key(&key).await.ok()?;
        device_key::seal(&key, secret).await.ok()
    }

    async fn open_with_device_key(&self, wrapped: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
        let key = self.store.device_key().await.ok()??;
        device_key::open(&key, wrapped).await.ok().map(Zeroizing::new)
    }

    fn show(&self, area: Area) {
        let shown = ToScreen::Show(area, self.client.borrow().view_json(area, now()));
        messages::tell(&shown);
        if self.other_tabs.get()
            && let Ok(json) = serde_json::to_string(&shown)
        {
            self.say_to_tabs(&BetweenTabs::Shows(json));
        }
    }

    fn say_to_tabs(&self, message: &BetweenTabs) {
        if let Some(channel) = &*self.channel.borrow() {
            channel.say(message);
        }
    }
}

/// Lets what has come in meanwhile be heard.
async fn turn() {
    let turn = js_sys::Promise::new(&mut |done, _| {
        if let Ok(scope) = js_sys::global().dyn_into::<WorkerGlobalScope>() {
            let _ = scope.set_timeout_with_callback(&done);
        }
    });
    let _ = wasm_bindgen_futures::JsFuture::from(turn).await;
}

fn tick(app: &Rc<App>) {
    let app = Rc::clone(app);
    let on_tick = Closure::<dyn FnMut()>::new(move || {
        if app.holder.get() == Holder::Here {
            app.take(Event::Tick);
        }
    });
    if let Ok(scope) = js_sys::global().dyn_into::<WorkerGlobalScope>() {
        let _ = scope.set_interval_with_callback_and_timeout_and_arguments_0(
            on_tick.as_ref().unchecked_ref(),
            TICK_MS,
        );
    }
    on_tick.forget();
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "JavaScript numbers in these ranges"
)]
fn now() -> Now {
    Now {
        at: Timestamp(Date::now().max(0.0) as u64),
        utc_offset_minutes: -Date::new_0().get_timezone_offset() as i16,
    }
}
