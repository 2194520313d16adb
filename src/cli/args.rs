//! What can be typed: commands, options and their places. Every value is text here; what it means is
//! decided where it is used, with a message of ours. The sentences of the help stand in `text`.

use clap::{ArgAction, Args, Parser, Subcommand};

/// A whole command line.
#[derive(Debug, Parser)]
#[command(name = "konnektorwart", version, disable_help_flag = true, disable_version_flag = true)]
#[command(disable_help_subcommand = true, subcommand_required = true)]
pub struct Line {
    #[command(flatten)]
    pub general: General,
    #[command(subcommand)]
    pub command: Command,
}

/// Options of every command.
#[derive(Debug, Clone, Args)]
pub struct General {
    #[arg(long, global = true)]
    pub json: bool,
    #[arg(long, global = true, value_name = "de|en")]
    pub language: Option<String>,
    #[arg(long, short, global = true, action = ArgAction::Count)]
    pub verbose: u8,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    #[cfg(feature = "simulator")]
    Demo(Demo),
    Status(Place),
    History(Place),
    Check(Place),
    Test(AnyConnector),
    Watch,
    Profile(Profile),
    Settings(Settings),
    Trust(Trust),
    Adopt(Adopt),
    Password(Password),
    Certificate(Certificate),
    Task(Task),
    Open(Connector),
    Pause(Pause),
    Resume,
    Services(Connector),
    #[cfg(feature = "simulator")]
    Simulator(Simulator),
    Completions(Completions),
    #[command(hide = true)]
    Man,
}

/// A connector, an account, or nothing for all.
#[derive(Debug, Args)]
pub struct Place {
    pub place: Option<String>,
}

/// A connector, or nothing for all.
#[derive(Debug, Args)]
pub struct AnyConnector {
    pub connector: Option<String>,
}

#[derive(Debug, Args)]
pub struct Connector {
    pub connector: String,
}

#[derive(Debug, Args)]
#[command(subcommand_required = true)]
pub struct Profile {
    #[command(subcommand)]
    pub command: ProfileCommand,
}

#[derive(Debug, Subcommand)]
pub enum ProfileCommand {
    Add(Box<ProfileAdd>),
    List,
    Show(Connector),
    Set(Box<ProfileSet>),
    Remove(ProfileRemove),
}

#[derive(Debug, Args)]
pub struct ProfileAdd {
    pub name: String,
    pub address: String,
    #[command(flatten)]
    pub fields: Fields,
    #[arg(long = "account")]
    pub accounts: Vec<String>,
    #[arg(long)]
    pub watched_on: Option<String>,
}

#[derive(Debug, Args)]
pub struct ProfileSet {
    pub place: String,
    #[arg(long)]
    pub name: Option<String>,
    #[arg(long)]
    pub address: Option<String>,
    #[command(flatten)]
    pub fields: Fields,
    #[arg(long)]
    pub watched_on: Option<String>,
    #[arg(long)]
    pub interval: Option<String>,
    #[arg(long)]
    pub limit: Option<String>,
    #[arg(long = "add-account")]
    pub add_accounts: Vec<String>,
    #[arg(long = "remove-account")]
    pub remove_accounts: Vec<String>,
}

/// The fields of the CardManager.
#[derive(Debug, Clone, Default, Args)]
pub struct Fields {
    #[arg(long)]
    pub port: Option<String>,
    #[arg(long)]
    pub management_port: Option<String>,
    #[arg(long)]
    pub vendor: Option<String>,
    #[arg(long)]
    pub encryption: Option<String>,
    #[arg(long)]
    pub certificate_file: Option<String>,
    #[arg(long)]
    pub mandant: Option<String>,
    #[arg(long)]
    pub clientsystem: Option<String>,
    #[arg(long)]
    pub arbeitsplatz: Option<String>,
    #[arg(long)]
    pub timeout: Option<String>,
    #[arg(long)]
    pub online_check: Option<String>,
    #[arg(long)]
    pub card_service: Option<String>,
}

#[derive(Debug, Args)]
#[command(subcommand_required = true)]
pub struct Settings {
    #[command(subcommand)]
    pub command: SettingsCommand,
}

#[derive(Debug, Subcommand)]
pub enum SettingsCommand {
    List,
    Get(Setting),
    Set(SettingValue),
}

#[derive(Debug, Args)]
pub struct Setting {
    pub setting: String,
}

#[derive(Debug, Args)]
pub struct SettingValue {
    pub setting: String,
    pub value: String,
}

#[derive(Debug, Args)]
pub struct ProfileRemove {
    pub connector: String,
    #[arg(long)]
    pub purge: bool,
    #[arg(long)]
    pub yes: bool,
}

#[derive(Debug, Args)]
pub struct Trust {
    pub connector: String,
    #[arg(long = "fingerprint")]
    pub fingerprints: Vec<String>,
    #[arg(long, value_name = "same-device|new-device")]
    pub meaning: Option<String>,
}

#[derive(Debug, Args)]
pub struct Adopt {
    pub account: String,
    #[arg(long)]
    pub stdin: bool,
    #[arg(long)]
    pub confirm_attempt: Option<String>,
    #[arg(long)]
    pub entered: bool,
    #[arg(long)]
    pub watched_here: bool,
}

#[derive(Debug, Args)]
#[command(subcommand_required = true)]
pub struct Password {
    #[command(subcommand)]
    pub command: PasswordCommand,
}

#[derive(Debug, Subcommand)]
pub enum PasswordCommand {
    Generate(PasswordGenerate),
    Check(PasswordCheck),
}

#[derive(Debug, Args)]
pub struct PasswordGenerate {
    pub account: String,
    #[arg(long)]
    pub length: Option<String>,
}

#[derive(Debug, Args)]
pub struct PasswordCheck {
    pub account: String,
    #[arg(long)]
    pub stdin: bool,
}

#[derive(Debug, Args)]
pub struct Certificate {
    pub connector: String,
    #[arg(long)]
    pub stdin: bool,
}

#[derive(Debug, Args)]
#[command(subcommand_required = true)]
pub struct Task {
    #[command(subcommand)]
    pub command: TaskCommand,
}

#[derive(Debug, Subcommand)]
pub enum TaskCommand {
    Done(Account),
}

#[derive(Debug, Args)]
pub struct Account {
    pub account: String,
}

#[derive(Debug, Args)]
pub struct Pause {
    #[arg(long)]
    pub until: String,
    #[arg(long, default_value = "", hide_default_value = true)]
    pub reason: String,
}

#[cfg(feature = "simulator")]
#[derive(Debug, Args)]
pub struct Demo {
    #[arg(long)]
    pub interactive: bool,
    #[arg(long)]
    pub headless: bool,
}

#[cfg(feature = "simulator")]
#[derive(Debug, Args)]
pub struct Simulator {
    #[arg(long)]
    pub port: Option<String>,
    #[arg(long)]
    pub http_port: Option<String>,
    #[arg(long)]
    pub management_port: Option<String>,
    #[arg(long)]
    pub key: Option<String>,
}

#[derive(Debug, Args)]
pub struct Completions {
    pub shell: String,
}
