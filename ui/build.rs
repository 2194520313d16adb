fn main() {
    slint_build::compile("app.slint").expect("the pages in app.slint compile");
}
