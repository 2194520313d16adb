fn main() {
    let development = std::env::var("PROFILE").is_ok_and(|profile| profile != "release");
    // Names and types of the elements, by which tests find them.
    let config = slint_build::CompilerConfiguration::new()
        .with_style("fluent".to_owned())
        .with_debug_info(development);
    slint_build::compile_with_config("app.slint", config).expect("the pages in app.slint compile");
}
