//! The help in the person's language: clap's frame filled with our words, and clap's complaints about
//! a command line turned into ours.

use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command, CommandFactory};

use super::args::Line;
use crate::text::{Language, Usage};

/// The command line with the words of one language.
pub fn command(language: Language) -> Command {
    let mut root = worded(Line::command(), language, "");
    root.build();
    with_usage(root, language)
}

/// Fills in the words of a command and of those below it.
fn worded(command: Command, language: Language, path: &str) -> Command {
    let headings = language.headings();
    let mut command = command
        .disable_help_flag(true)
        .disable_version_flag(true)
        .disable_help_subcommand(true)
        .help_template("{about-with-newline}\n{usage}{all-args}{after-help}")
        .subcommand_help_heading(headings.commands)
        .subcommand_value_name(headings.command)
        .arg(Arg::new("help").short('h').long("help").action(ArgAction::Help));
    if path.is_empty() {
        let version = Arg::new("version").short('V').long("version");
        command = command.arg(version.action(ArgAction::Version));
    }
    if let Some(about) = language.command_help(path) {
        command = command.about(about);
    }
    if let Some(notes) = language.command_notes(path) {
        command = command.after_help(notes);
    }
    command = command.mut_args(|argument| {
        let id = argument.get_id().to_string();
        let heading = match argument.is_positional() {
            true => headings.arguments,
            false => headings.options,
        };
        let is_general = ["json", "language", "verbose", "help", "version"].contains(&id.as_str());
        let argument = match is_general {
            // Below the options of the command itself.
            true => argument.help_heading(heading).display_order(900),
            false => argument.help_heading(heading),
        };
        let argument = match language.argument_help(path, &id) {
            Some(help) => argument.help(help),
            None => argument,
        };
        match language.value_name(&id) {
            Some(name) if argument.get_action().takes_values() => argument.value_name(name),
            Some(_) | None => argument,
        }
    });
    command.mut_subcommands(|below| {
        let name = below.get_name().to_owned();
        let path = if path.is_empty() { name } else { format!("{path} {name}") };
        worded(below, language, &path)
    })
}

/// Writes the usage lines in the language: clap has its own words in them.
fn with_usage(mut command: Command, language: Language) -> Command {
    let headings = language.headings();
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage:").trim();
    let usage = usage.replace("[OPTIONS]", headings.options_in_usage);
    let line = format!("{} {usage}\n\n", headings.usage);
    command
        .override_usage(usage)
        .help_template(format!("{{about-with-newline}}\n{line}{{all-args}}{{after-help}}"))
        .mut_subcommands(|below| with_usage(below, language))
}

/// What clap stopped at: a text that was asked for, or a mistake.
#[derive(Debug)]
pub enum Stopped {
    /// Help or version.
    Asked(String),
    /// A mistake.
    Mistake(Usage),
}

/// Reads what clap says about a command line. What was typed is repeated only where it cannot be a
/// password: names of commands and options, never values.
pub fn stopped(error: &clap::Error) -> Stopped {
    let text = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.clone()),
        Some(ContextValue::Strings(texts)) => texts.first().cloned(),
        Some(_) | None => None,
    };
    let argument = || option(&text(ContextKind::InvalidArg).unwrap_or_default());
    let mistake = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
            return Stopped::Asked(error.render().to_string());
        }
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand | ErrorKind::MissingSubcommand => {
            Usage::NoCommand
        }
        ErrorKind::InvalidSubcommand => {
            let typed = text(ContextKind::InvalidSubcommand).unwrap_or_default();
            Usage::UnknownCommand(typed, text(ContextKind::SuggestedSubcommand))
        }
        ErrorKind::UnknownArgument => {
            let typed = text(ContextKind::InvalidArg).unwrap_or_default();
            match typed.starts_with('-') {
                true if is_password(&typed) => Usage::PasswordInTheOpen,
                true => Usage::UnknownOption(option(&typed), text(ContextKind::SuggestedArg)),
                false => Usage::TooMuch,
            }
        }
        ErrorKind::MissingRequiredArgument => match error.get(ContextKind::InvalidArg) {
            Some(ContextValue::Strings(missing)) => Usage::Missing(missing.clone()),
            Some(_) | None => Usage::Missing(vec![argument()]),
        },
        ErrorKind::ArgumentConflict => match error.get(ContextKind::PriorArg) {
            Some(ContextValue::String(prior)) if option(prior) == argument() => {
                Usage::Twice(argument())
            }
            Some(_) | None => Usage::Conflict(argument()),
        },
        ErrorKind::InvalidUtf8 => Usage::NotText,
        ErrorKind::TooManyValues => Usage::TooMuch,
        // An option without its value is reported as an invalid, empty one.
        ErrorKind::InvalidValue
        | ErrorKind::NoEquals
        | ErrorKind::ValueValidation
        | ErrorKind::TooFewValues
        | ErrorKind::WrongNumberOfValues => Usage::NoValue(argument()),
        // `ErrorKind` grows with clap.
        _ => Usage::TooMuch,
    };
    Stopped::Mistake(mistake)
}

/// The option without its value: `--reason` of `--reason <GRUND>` and of `--reason=text`.
fn option(typed: &str) -> String {
    typed.split(['=', ' ']).next().unwrap_or_default().to_owned()
}

/// Whether somebody tried to give a password in the open.
fn is_password(option: &str) -> bool {
    let name = option.trim_start_matches('-').to_lowercase();
    let words = ["pass", "pw", "kennwort", "secret", "pin", "geheim"];
    words.iter().any(|word| name.starts_with(word)) || name.starts_with("p=") || name == "p"
}

#[cfg(test)]
mod tests;
